# Reference values for tests/test_proportion.c: R's own qbeta, qbinom and prop.test.
# Prints C initialisers: k, n, tail, wilson, clopper_pearson, bootstrap_percentile.
set.seed(1)
cases <- list()
for (n in c(1, 2, 3, 10, 100, 1000, 1e7))
  for (k in unique(c(0, 1, n - 1, n)))
    if (k <= n) cases[[length(cases) + 1]] <- c(k, n, 0.025)
for (i in 1:40) {
  n <- round(10^runif(1, 0.3, 7))
  k <- rbinom(1, n, rbeta(1, 0.4, 0.4))
  cases[[length(cases) + 1]] <- c(k, n, sample(c(5e-13, 5e-4, 0.005, 0.025, 0.05, 0.25), 1))
}
for (case in cases) {
  k <- case[1]; n <- case[2]; tail <- case[3]
  # Roots of the score equation with its own variance: prop.test's closed form.
  score <- if (tail > 1e-10)
    suppressWarnings(prop.test(k, n, conf.level = 1 - 2 * tail, correct = FALSE))$conf.int
  else {
    z <- qnorm(tail, lower.tail = FALSE); m <- n + z^2
    (k + z^2 / 2) / m + c(-1, 1) * z / m * sqrt(k * (n - k) / n + z^2 / 4)
  }
  lower <- if (k == 0) 0 else qbeta(tail, k, n - k + 1)
  upper <- if (k == n) 1 else qbeta(tail, k + 1, n - k, lower.tail = FALSE)
  low <- qbinom(tail, n, k / n)
  high <- qbinom(tail, n, k / n, lower.tail = FALSE)
  cat(sprintf("{ %.0f, %.0f, %.17g, { %.15g, %.15g }, { %.15g, %.15g }, { %.0f, %.0f } },\n",
              k, n, tail, max(0, score[1]), min(1, score[2]), lower, upper,
              max(0, low), high))
}
