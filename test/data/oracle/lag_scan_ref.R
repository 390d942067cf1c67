# The whole lag scan of some panels of d_data.csv, by dummy regressions: makes d_lag_scan.csv.
# Run in this directory: Rscript lag_scan_ref.R.  Base R only; formulas: README.md and statistics of lag_ref.R.
# Standard errors and breaks are made up here, by whole numbers, so that a test can make the same:
#   unit_no = position of the unit in the sorted list of the panel, from 0
#   x_se = 1 + (7 period + 3 unit_no) mod 5, y_se = 1 + (5 period + unit_no) mod 3
#   variant "breaks": segment = floor((period + 2 unit_no) / 9); units with unit_no mod 3 = 0 have none
d <- read.csv("d_data.csv"); d <- data.frame(panel = d$panel_id, unit = d$unit, p = d$period_index, x = d$enps, y = d$nps)
lag_rows <- function(z, L) { i <- match(paste(z$unit, z$seg, z$p - L), paste(z$unit, z$seg, z$p))
  r <- data.frame(unit = z$unit, s = paste(z$unit, z$seg), p = z$p, x = z$x[i], y = z$y, xs = z$xs[i], ys = z$ys); r[!is.na(r$x) & !is.na(r$y), ] }
differences <- function(z) { i <- match(paste(z$unit, z$seg, z$p - 1), paste(z$unit, z$seg, z$p))
  z$x <- z$x - z$x[i]; z$y <- z$y - z$y[i]; z$xs <- sqrt(z$xs^2 + z$xs[i]^2); z$ys <- sqrt(z$ys^2 + z$ys[i]^2); z }
left <- function(v, M) { q <- qr(M); qr.resid(q, v) }
dummies <- function(f) { f <- factor(f); m <- outer(as.integer(f), seq_len(nlevels(f)), "==") + 0; m }
ties <- function(v) rank(round(v / max(abs(v)), 9))
r_of <- function(x, y) if (length(x) < 2 || sd(x) < 1e-9 || sd(y) < 1e-9) NA else cor(x, y)
one <- function(z, L, transform) { q <- lag_rows(z, L); n <- nrow(q); if (n == 0) return(NULL)
  um <- function(v) as.numeric(tapply(v, q$unit, mean))
  o <- list(lag = L, transform = transform, pairs = n, units = length(unique(q$unit)), r_pooled = r_of(q$x, q$y), spearman = r_of(rank(q$x), rank(q$y)), r_between = r_of(um(q$x), um(q$y)))
  k <- q[ave(rep(1, n), q$s, FUN = length) >= 2, ]
  if (nrow(k)) { xw <- k$x - ave(k$x, k$s); yw <- k$y - ave(k$y, k$s); o$r_within <- r_of(xw, yw); o$slope_within <- sum(xw * yw) / sum(xw^2) } else o$r_within <- o$slope_within <- NA
  if (transform == "level") q <- k
  n <- nrow(q); np <- length(unique(q$p)); ns <- length(unique(q$s))
  o$df <- if (transform == "level") n - ns - np else n - np - 1
  for (v in c("r_twoway", "slope", "slope_se", "t", "p", "lo95", "hi95", "spearman_twoway", "lambda_x", "lambda_y", "r_corrected")) o[[v]] <- NA
  if (o$df >= 1) { M <- if (transform == "level") cbind(dummies(q$s), dummies(q$p)) else dummies(q$p)
    x <- left(q$x, M); y <- left(q$y, M); o$r_twoway <- r_of(x, y); o$slope <- sum(x * y) / sum(x^2); o$t <- o$r_twoway * sqrt(o$df / (1 - o$r_twoway^2)); o$spearman_twoway <- r_of(ties(x), ties(y))
    o$lambda_x <- 1 - mean(q$xs^2) / (sum(x^2) / (o$df + 1)); o$lambda_y <- 1 - mean(q$ys^2) / (sum(y^2) / (o$df + 1))
    if (o$lambda_x >= .2 && o$lambda_y >= .2) o$r_corrected <- max(-1, min(1, o$r_twoway / sqrt(o$lambda_x * o$lambda_y)))
    G <- length(unique(q$unit))
    if (G >= 3 && o$df >= 2) { e <- y - o$slope * x; se <- sqrt(sum(tapply(x * e, q$unit, sum)^2) / sum(x^2)^2 * G / (G - 1) * (n - 1) / (n - 1 - np))
      o$slope_se <- se; o$p <- 2 * pt(-abs(o$slope / se), G - 1); o$lo95 <- o$slope - qt(.975, G - 1) * se; o$hi95 <- o$slope + qt(.975, G - 1) * se } }
  as.data.frame(o) }
out <- list()
for (id in c("d03", "d17", "d19", "d20", "d22", "d26", "d27", "d28")) for (variant in c("whole", "breaks")) { z <- d[d$panel == id, ]; u <- match(z$unit, sort(unique(z$unit), method = "radix")) - 1
  z$seg <- if (variant == "whole" ) 0 else ifelse(u %% 3 == 0, 0, floor((z$p + 2 * u) / 9)); z$xs <- 1 + (7 * z$p + 3 * u) %% 5; z$ys <- 1 + (5 * z$p + u) %% 3
  for (L in c(-5, -2, -1, 0, 1, 2, 4, 8)) for (tr in c("level", "diff")) { r <- one(if (tr == "level") z else differences(z), L, tr); if (!is.null(r)) out[[length(out) + 1]] <- cbind(panel_id = id, variant = variant, r) } }
out <- do.call(rbind, out); for (v in names(out)) if (is.numeric(out[[v]])) out[[v]] <- ifelse(is.na(out[[v]]), "", formatC(out[[v]], digits = 17, format = "g", width = 1))
write.table(out, "d_lag_scan.csv", sep = ",", quote = FALSE, row.names = FALSE)
