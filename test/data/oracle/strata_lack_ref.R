# Reference values of the stratified estimate (e_strata*.csv) and of the lack of fit of a trend
# (e_lack*.csv): base R only, by the formulas of Cochran (1977, 5.3) and by lm() and anova() over single answers.
# Rscript strata_lack_ref.R, in this directory.
options(digits = 17, stringsAsFactors = FALSE)
set.seed(20260115)
put <- function(d, file) {
  for (i in seq_along(d)) if (is.numeric(d[[i]])) d[[i]] <- ifelse(is.na(d[[i]]), "", ifelse(is.infinite(d[[i]]), "Infinity", sprintf("%.17g", d[[i]])))
  write.table(d, file, sep = ",", quote = FALSE, row.names = FALSE, na = "")
}

# ---- trend: answers y (points) on t; F of the line against a mean for each wave
wave <- function(id, t, det, pas, pro) data.frame(case_id = id, t = t, det = det, pas = pas, pro = pro)
draw <- function(n, p) as.vector(rmultinom(1, n, p))
stray <- function(id, t, n, sd) do.call(rbind, lapply(seq_along(t), function(i) {
  m <- max(-.4, min(.5, .1 + .01 * t[i] + rnorm(1, 0, sd)))
  x <- draw(n[i], c(.3 - m / 2, .35, .35 + m / 2)); wave(id, t[i], x[1], x[2], x[3]) }))
rows <- rbind(stray("l01", 0:7, rep(200, 8), .12), stray("l02", c(0, 1, 2, 5, 9, 14), c(12, 400, 35, 90, 8, 260), .05),
  wave("l03", 0:2, c(68, 15, 4), c(8, 2, 1), c(74, 23, 7)), wave("l04", 1:2, c(2, 1), c(1, 1), c(1, 2)),
  stray("l05", 2000 + (0:23) / 4, sample(20:90, 24), 0), wave("l06", c(-3, 0.5, 4), c(900, 10, 900), c(50, 50, 50), c(50, 940, 50)))
lack <- do.call(rbind, lapply(split(rows, rows$case_id), function(w) {
  y <- 100 * rep(rep(c(-1, 0, 1), nrow(w)), as.vector(t(as.matrix(w[, c("det", "pas", "pro")]))))
  t <- rep(w$t, w$det + w$pas + w$pro); k <- nrow(w); df <- length(y) - k
  line <- lm(y ~ t); full <- lm(y ~ factor(t))
  se <- summary(full)$sigma / sqrt(sum((t - mean(t))^2)); b <- coef(line)[[2]]; p <- 2 * pt(-abs(b / se), df)
  f <- fp <- ses <- ps <- NA
  if (k > 2) {
    a <- anova(line, full); f <- a$F[2]; fp <- a$`Pr(>F)`[2]
    ses <- se * sqrt(max(1, f)); ps <- if (f > 1) 2 * pt(-abs(b / ses), k - 2) else p }
  data.frame(case_id = w$case_id[1], slope = b, se = se, p = p, lack_f = f, lack_p = fp, se_scaled = ses, p_scaled = ps) }))
put(rows, "e_lack_rows.csv"); put(lack, "e_lack.csv")

# ---- strata: w weight, N people (NA unknown)
stratum <- function(id, w, N, det, pas, pro) data.frame(case_id = id, w = w, N = N, det = det, pas = pas, pro = pro)
rand <- function(id, k, weigh) do.call(rbind, lapply(seq_len(k), function(i) {
  n <- sample(c(2:6, 20:60), 1); x <- draw(n, prop.table(runif(3))); N <- n + sample(0:400, 1)
  stratum(id, if (weigh) runif(1) else N, if (weigh && i %% 2) NA else N, x[1], x[2], x[3]) }))
rows <- rbind(stratum("h01", 20, 20, 2, 3, 5), stratum("h02", c(20, 1000), c(20, 1000), c(2, 20), c(3, 30), c(5, 50)),
  stratum("h03", c(8, 5, 3), c(8, 5, 3), c(3, 0, 1), c(2, 1, 1), c(3, 4, 1)),                   # a census
  stratum("h04", c(.2, .3, .5), NA, c(1, 0, 12), c(2, 0, 20), c(3, 1, 30)),                     # one answer in one of them
  stratum("h05", c(300, 200), c(300, 200), c(0, 0), c(0, 0), c(9, 4)),                          # all promoters
  stratum("h06", c(300, 200), c(300, 200), c(0, 6), c(0, 0), c(9, 0)),                          # no variance within
  stratum("h07", c(30, 20), c(30, 20), c(0, 1), c(0, 0), c(1, 0)),                              # one answer each
  stratum("h08", c(1, 1), NA, c(4, 4), c(6, 6), c(10, 10)),                                     # alike: as if not stratified
  rand("h09", 12, FALSE), rand("h10", 30, TRUE), stratum("h11", c(1, 25), c(1, 25), c(1, 3), c(0, 4), c(0, 5)))
score_limit <- function(p, d, n, sign) {                                                        # Tango 1998, by uniroot
  if (is.infinite(n)) return(100 * (p - d)); z <- qnorm(.975); m <- p - d
  if (m * sign >= 1) return(100 * sign)
  T <- function(delta) {
    P <- p * n; D <- d * n; B <- (2 * n - P + D) * delta - D - P; C <- -D * delta * (1 - delta)
    q <- pmax((-B + sqrt(pmax(0, B^2 - 8 * n * C))) / (4 * n), 0, -delta)
    (P - D - n * delta) / sqrt(n * (2 * q + delta * (1 - delta))) + sign * z }
  100 * uniroot(T, if (sign > 0) c(m + 1e-9, 1 - 1e-12) else c(-1 + 1e-12, m - 1e-9), tol = 1e-15, maxiter = 10000)$root
}
strata <- do.call(rbind, lapply(split(rows, rows$case_id), function(s) {
  n <- s$det + s$pas + s$pro; W <- s$w / sum(s$w); m <- (s$pro - s$det) / n
  g <- ifelse(is.na(s$N), 1, 1 - n / s$N); s2 <- ifelse(n > 1, ((s$pro + s$det) - n * m^2) / (n - 1), NA); v <- (s$pro + s$det) / n - m^2
  pooled <- if (any(n > 1)) sum(((n - 1) * s2)[n > 1]) / sum((n - 1)[n > 1]) else NA
  s2 <- ifelse(n > 1, s2, ifelse(g == 0, 0, pooled)); alone <- n == 1 & g > 0
  p <- sum(W * s$pro / n); d <- sum(W * s$det / n); vs <- p + d - (p - d)^2
  own <- sum(W^2 * g * v / n) + if (any(alone) && !is.na(pooled)) sum((W^2 * g)[alone]) * pooled else 0
  kish <- 1 / sum(W^2 * g / n); n_eff <- if (own > 1e-15) min(kish, vs / own) else kish
  data.frame(case_id = s$case_id[1], strata = nrow(s), n = sum(n), nps = 100 * (p - d), se = 100 * sqrt(sum(W^2 * g * s2 / n)),
    n_eff = n_eff, low = score_limit(p, d, n_eff, -1), high = score_limit(p, d, n_eff, 1)) }))
put(rows, "e_strata_rows.csv"); put(strata, "e_strata.csv")
