# Writes dist_reference.csv, by which test/unit/test_dist.c checks
# the distributions of src/stats/dist.h:
#
#	Rscript test/data/dist_reference.R > test/data/dist_reference.csv
#
# A row is function,argument,first parameter,second parameter,value with 17
# digits, which give every double back.  Values below 1e-305 are left out: they
# are next to what a double can hold, or below; and so are probabilities above 0.9, the
# other tail of which has a row, and which say less.

# Left out besides, for R 4.2 is off there by up to 1e-11 (found by series of 60
# digits in mpmath; test_dist.c has such cases from there):
# - pbeta and pf with both shapes above 2e5, and tails below 1e-60 with one shape
#	above 500 and the other above 20; pchisq, the same tails with df above 5000;
# - quantiles to which R's own distribution function does not lead back (qf takes
#	df2 above 4e5 for infinite, and 1 - (1 - p) for p);
# - qt next to p = 1/2, where R has 8 digits.
trusted <- function(name, a, b, value)
{
	scale <- if (startsWith(name, "f_")) 0.5 else 1
	small <- scale * pmin(a, b)
	large <- scale * pmax(a, b)
	switch(sub("_.*", "", name),
		beta = , f = small <= 2e5 & (value > 1e-60 | small <= 20 | large <= 500),
		chisq = value > 1e-60 | a <= 5000,
		rep(TRUE, length(value)))
}

write_rows <- function(name, x, a, b, value, keep)
{
	cell <- function(v) ifelse(is.na(v), "", sprintf("%.17g", v))
	rows <- paste(name, cell(x), cell(a), cell(b), cell(value), sep = ",")
	writeLines(unique(rows[keep & is.finite(value) & abs(value) > 1e-305]))
}

# A call for each row; p, q functions do not take a vector of "no parameter".
each <- function(f, x, a, b, ...)
	mapply(function(x, a, b)
		do.call(f, c(list(x), if (!is.na(a)) a, if (!is.na(b)) b, list(...))), x, a, b)

both <- function(name, p, x, a = NA, b = NA)
{
	for (lower in c(TRUE, FALSE))
	{
		full <- paste0(name, if (lower) "_cdf" else "_sf")
		value <- each(p, x, a, b, lower.tail = lower)
		write_rows(full, x, a, b, value, value < 0.9 & trusted(full, a, b, value))
	}
}

quantiles <- function(name, q, p, at, a = NA, b = NA)
{
	value <- each(q, at, a, b)
	tail <- pmin(at, 1 - at)
	back <- mapply(function(v, a, b, l) each(p, v, a, b, lower.tail = l),
		value, a, b, at < 0.5)
	moved <- mapply(function(v, a, b, l) each(p, v * (1 + 1e-6), a, b, lower.tail = l),
		value, a, b, at < 0.5)
	slope <- abs(log(moved / back)) / 1e-6
	write_rows(paste0(name, "_quantile"), at, a, b, value,
		is.finite(slope) & abs(back / tail - 1) < 3e-13 * pmax(1, slope))
}

writeLines(paste0("# ", R.version.string,
	"; see dist_reference.R.  function,x,parameter,parameter,value"))

# ---- normal
z <- c(1e-300, 1e-20, 1e-8, 0.001, 0.1, 0.4769, 0.67448975, 1, 1.2815515655, 1.96,
	2.5, 3, 4, 5, 5.6568, 6, 7.5, 8.3, 10, 15, 20, 26.5, 30, 37)
both("norm", pnorm, c(0, z, -z))
p <- c(1e-300, 1e-200, 1e-100, 1e-50, 1e-20, 1e-16, 1e-11, 1.4e-11, 1e-8, 1e-5,
	0.001, 0.02425, 0.025, 0.05, 0.074999, 0.075, 0.075001, 0.1, 0.2, 0.3, 0.4,
	0.45, 0.49, 0.499999, 0.5 - 2^-30)
up <- 1 - c(2^-53, 2^-50, 2^-40, 2^-30, 2^-20, 2^-10, 2^-5, 2^-4, 2^-3, 2^-2)
quantiles("norm", qnorm, pnorm, c(p, up))

# ---- Student t
df <- c(0.1, 0.5, 1, 1.5, 2, 3, 5, 7.5, 18, 99, 500, 1000, 12345, 1e6, 1e9)
t <- c(1e-10, 0.01, 0.5, 1, sqrt(2), 1.96, 3, 6, 12, 30, 100)
g <- expand.grid(t = t, df = df)
both("t", pt, g$t, g$df)
both("t", pt, -1.75, df)
both("t", pt, c(1e10, 1e50, 1e100, 1e20), c(3, 2.5, 1, 0.5))
p <- c(1e-250, 1e-30, 1e-10, 0.001, 0.025, 0.2, 0.3, 0.49)
g <- expand.grid(p = c(p, 1 - 2^-40, 0.975, 0.6),
	df = c(0.5, 1, 2, 3, 18, 60.5, 500, 1e6))
quantiles("t", qt, pt, g$p, g$df)

# ---- chi-square
df <- c(0.01, 0.3, 1, 2, 3, 4.5, 7, 12, 25, 60, 101, 500, 799, 801, 3000, 1e4, 1e5,
	1e6, 1e7)
for (d in df)
{
	u <- c(-30, -12, -5, -2, -1, -0.1, 0, 0.1, 1, 2, 5, 12, 30)
	x <- d + u * sqrt(2 * d)
	x <- signif(c(x[x > 0], if (d < 100) d * c(1e-8, 1e-3, 0.1, 10, 100)), 12)
	both("chisq", pchisq, x[x < 1300 | d > 50], d)
}
p <- c(1e-200, 1e-20, 1e-6, 0.01, 0.25, 0.5, 0.9, 1 - 2^-30)
g <- expand.grid(p = p, df = c(0.3, 1, 2, 3, 7.5, 30, 200, 5000, 1e6))
quantiles("chisq", qchisq, pchisq, g$p, g$df)

# ---- F
g <- data.frame(a = c(1, 1, 2, 3, 5.5, 0.5, 10, 40, 1, 19, 200, 1000, 999, 1e5, 1e6,
	4, 1e6, 2.5), b = c(1, 10, 2, 30, 7.5, 0.7, 3, 40, 1e6, 152, 200, 10, 1001, 1e5,
	3e6, 1e5, 5, 0.1))
for (i in seq_len(nrow(g)))
{
	s <- sqrt(2 / g$a[i] + 2 / g$b[i])
	f <- signif(c(exp(c(-20, -9, -3, -1, -0.2, 0.2, 1, 3, 9) * min(s, 2)), 1, 2.5, 10), 12)
	both("f", pf, f, g$a[i], g$b[i])
	p <- c(1e-50, 1e-5, 0.05, 0.5, 0.975, 1 - 2^-35)
	quantiles("f", qf, pf, p, g$a[i], g$b[i])
}

# ---- beta; k + 1/2 is the posterior of a proportion under Jeffreys' prior
g <- data.frame(
	a = c(0.5, 0.5, 1.5, 3.5, 0.5, 10.5, 50.5, 1, 2, 0.1, 0.001, 20, 399.5, 400.5,
		1000.5, 25000.5, 1e5, 1e5, 12345.5, 1e6, 3e6, 1e7, 1e7, 0.5, 0.5, 3.5),
	b = c(0.5, 1.5, 0.5, 7.5, 100.5, 0.5, 50.5, 1, 5, 0.2, 3, 0.7, 600.5, 400.5,
		30.5, 75000.5, 1e5, 3e5, 1e6, 20.5, 7e6, 1e7, 1e4, 1e5, 1e7, 1e6))
for (i in seq_len(nrow(g)))
{
	a <- g$a[i]
	b <- g$b[i]
	m <- a / (a + b)
	s <- sqrt(m * (1 - m) / (a + b + 1))
	x <- m + c(-35, -12, -5, -2, -0.7, -0.01, 0, 0.01, 0.7, 2, 5, 12, 35) * s
	x <- c(x[x > 0 & x < 1], m * c(1e-12, 1e-4, 0.1, 0.5), 1 - (1 - m) * c(0.5, 0.1, 1e-4))
	x <- signif(x, 15)
	both("beta", pbeta, x[x < 1], a, b)
	p <- c(1e-100, 1e-12, 0.0005, 0.025, 0.5, 0.8, 0.995, 1 - 2^-30)
	quantiles("beta", qbeta, pbeta, p, a, b)
}
