# Reference values of the Mann-Kendall test (e_kendall*.csv): cor.test() of base R.
# Rscript kendall_ref.R, in this directory.
set.seed(19450101)
s <- function(x) ifelse(is.na(x), "", sprintf("%.17g", x))
series <- list(k01 = 1:5, k02 = c(3, 1, 2), k03 = c(2, 1), k04 = rnorm(12), k05 = rnorm(30) + (1:30) / 12, k06 = rnorm(50) - (1:50) / 8, k07 = rnorm(60) + (1:60) / 90,
  k08 = c(1, 2, 2, 3, 1, 4, 4, 4, 5), k09 = round(rnorm(24), 0) + (1:24) %/% 8, k10 = rep(7, 6), k11 = 1, k12 = 50:1, k13 = c(1, 3, 2, 4), k14 = c(1, 1))
rows <- do.call(rbind, lapply(names(series), function(n) data.frame(case_id = n, y = s(series[[n]]))))
tests <- do.call(rbind, lapply(names(series), function(n) {
  y <- series[[n]]; k <- length(y); S <- if (k < 2) NA else sum(sign(outer(y, y, "-"))[lower.tri(diag(k))])
  exact <- !anyDuplicated(y) && k <= 50 && k > 1; tau <- p <- NA
  if (k > 1 && length(unique(y)) > 1) {
    t <- suppressWarnings(cor.test(seq_len(k), y, method = "kendall", exact = exact, continuity = TRUE)); tau <- t$estimate; p <- t$p.value }
  data.frame(case_id = n, s = s(S), tau = s(tau), exact = s(as.numeric(exact)), p = s(p)) }))
write.table(rows, "e_kendall_rows.csv", sep = ",", quote = FALSE, row.names = FALSE)
write.table(tests, "e_kendall.csv", sep = ",", quote = FALSE, row.names = FALSE)
