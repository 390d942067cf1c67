# Reference values of nps_overlap_test with method score (b_overlap_score.csv): square-and-add on the score
# limits of nps_ref.R with the correlation of the two estimates; cor() over single answers, every root by bisection.
# Rscript overlap_score_ref.R, in this directory.
source("nps_ref.R")
options(digits = 17, stringsAsFactors = FALSE)
set.seed(20260301)
cells <- c("dd", "dp", "dP", "pd", "pp", "pP", "Pd", "Pp", "PP", "dn", "pn", "Pn", "nd", "np", "nP")
value <- c(d = -1, p = 0, P = 1)
draw <- function(n, p) as.vector(rmultinom(1, n, p))
case <- function(both, first, second) setNames(c(both, first, second), cells)
p9 <- c(8, 3, 1, 3, 9, 4, 1, 4, 20)
cases <- list(case(rep(0, 9), c(0, 0, 10), c(3, 9, 88)), case(c(0, 0, 0, 0, 0, 0, 0, 0, 1), c(1, 2, 0), c(0, 0, 4)),
  case(c(30, 12, 2, 6, 40, 16, 2, 8, 44), c(20, 20, 20), c(10, 10, 10)), case(c(5, 0, 0, 0, 0, 0, 0, 0, 5), rep(0, 3), rep(0, 3)),
  case(c(0, 0, 3, 0, 1, 0, 4, 0, 0), c(2, 0, 5), c(1, 1, 9)), case(c(0, 0, 0, 0, 0, 0, 0, 0, 6), c(0, 0, 3), c(4, 0, 0)),
  case(c(0, 0, 0, 0, 0, 0, 0, 0, 2), c(0, 0, 0), c(0, 0, 1)), case(1000 * p9, c(700, 80, 9000), c(1e4, 20, 5)),
  case(c(0, 8, 0, 0, 0, 8, 0, 0, 0), rep(0, 3), rep(0, 3)))
for (i in 1:16) cases[[length(cases) + 1]] <- case(draw(c(2, 5, 12, 40, 150)[1 + i %% 5], p9),
  draw(c(0, 3, 10, 60)[1 + i %% 4], c(2, 3, 5)), draw(c(90, 1, 8)[1 + i %% 3], c(1, 2, 6)))
limit <- function(k, z) { est <- nps_est(k)                            # score limits at a z, as ci_score() at a level
  c(if (k[[1]] >= sum(k)) -1 else bisect(function(x) score_T(x, k) - z, -1, est),
    if (k[[3]] >= sum(k)) 1 else bisect(function(x) score_T(x, k) + z, est, 1)) }
lower <- function(a, b, r, z) { da <- nps_est(a); db <- nps_est(b); x <- da - limit(a, z)[1]; y <- limit(b, z)[2] - db
  da - db - sqrt(max(0, x^2 + y^2 - 2 * r * x * y)) }
result <- do.call(rbind, lapply(seq_along(cases), function(i) { k <- cases[[i]]
  y1 <- rep(rep(value, each = 3), k[1:9]); y2 <- rep(rep(value, 3), k[1:9]); n <- length(y1)
  first <- c(table(factor(c(y1, rep(value, k[10:12])), value))); second <- c(table(factor(c(y2, rep(value, k[13:15])), value)))
  first <- first + 0; second <- second + 0; n1 <- sum(first); n2 <- sum(second)
  r <- if (n < 2) 0 else (n - 1) * cov(y1, y2) / sqrt(((n - 1) * var(y1) + 1) * ((n - 1) * var(y2) + 1)) * n / sqrt(n1 * n2)
  d <- nps_est(second) - nps_est(first); v1 <- nps_varp(first) / n1; v2 <- nps_varp(second) / n2
  a <- if (d >= 0) second else first; b <- if (d >= 0) first else second
  f <- function(z) lower(a, b, r, z)
  up <- 1; while (d != 0 && f(up) > 0 && up < 1e6) up <- 2 * up
  z <- if (d == 0) 0 else if (up >= 1e6) Inf else bisect(f, if (up > 1) up / 2 else 1e-6, up)
  do.call(rbind, lapply(c(.8, .95, .99), function(conf) { q <- qnorm(1 - (1 - conf) / 2)
    data.frame(case_id = sprintf("o%02d", i), t(k), conf = conf, correlation = r, diff = 100 * d,
      se = 100 * sqrt(v1 + v2 - 2 * r * sqrt(v1 * v2)), z = if (d < 0) -z else z, p = 2 * pnorm(-z),
      low = 100 * lower(second, first, r, q), high = -100 * lower(first, second, r, q)) })) }))
wcsv(result, "b_overlap_score.csv")
