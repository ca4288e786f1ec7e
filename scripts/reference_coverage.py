"""Reference values for tests/test_proportion_coverage.c: exact coverage of 95 % intervals.

Limits by scipy (beta.ppf, t.ppf, binomial sums, brentq), apart from the program's. Prints
coverage averaged over a uniform theta at n = 3, 10, 100, then coverage at single values of theta
and n. An undefined interval covers nothing.
"""
from math import inf, log, sqrt
import numpy as np
from scipy.optimize import brentq
from scipy.stats import beta, binom, norm, t

A = 0.025
Z = norm.isf(A)


def count(tail, upper, n, k):
    """The smallest x with P(X <= x) >= tail, or with P(X > x) <= tail; X ~ Binomial(n, k/n)."""
    x = np.arange(n + 1)
    share = binom.sf(x, n, k / n) <= tail * (1 + 1e-12) if upper \
        else binom.cdf(x, n, k / n) >= tail * (1 - 1e-12)
    return int(np.argmax(share))


def above(k, n, f, target):
    """The p above k/n, k < n, with f(p) = target."""
    return brentq(lambda p: log(f(p) / target) if f(p) > 0 else -inf, max(k / n, 1e-12),
                  1 - 1e-9, xtol=1e-15, rtol=1e-14)


def by_symmetry(upper, k, n):
    return 1 - upper(n - k, n), upper(k, n)


def wald(k, n):
    half = Z * sqrt(k * (n - k) / n**3)
    return k / n - half, k / n + half


def wilson(k, n):
    centre, half = k / n + Z * Z / 2 / n, Z * sqrt(k * (n - k) / n**3 + Z * Z / 4 / n**2)
    return (centre - half) / (1 + Z * Z / n), (centre + half) / (1 + Z * Z / n)


def clopper_pearson(k, n):
    return by_symmetry(lambda k, n: beta.isf(A, k + 1, n - k) if k < n else 1, k, n)


def mid_p(k, n):
    def upper(k, n):
        if k in (0, n):
            return 1 - (2 * A)**(1 / n) if k == 0 else 1
        return above(k, n, lambda p: binom.cdf(k, n, p) - binom.pmf(k, n, p) / 2, A)
    return by_symmetry(upper, k, n)


def jeffreys(k, n):
    return by_symmetry(lambda k, n: beta.isf(A, k + .5, n - k + .5) if k < n else 1, k, n)


def modified_jeffreys(k, n):
    def upper(k, n):
        return 1 - A**(1 / n) if k == 0 else 1 if k >= n - 1 else beta.isf(A, k + .5, n - k + .5)
    return by_symmetry(upper, k, n)


def agresti_coull(k, n):
    m = n + Z * Z
    p = (k + Z * Z / 2) / m
    half = Z * sqrt(p * (1 - p) / m)
    return max(p - half, 0), min(p + half, 1)


def bayes_uniform(k, n):
    return beta.ppf(A, k + 1, n - k + 1), beta.isf(A, k + 1, n - k + 1)


def anytime(k, n):
    def upper(k, n):
        if k in (0, n):
            return 1 - (2 * A / (n + 1))**(1 / n) if k == 0 else 1
        return above(k, n, lambda p: (n + 1) * binom.pmf(k, n, p), 2 * A)
    return by_symmetry(upper, k, n)


def student_t(k, n):
    half = t.isf(A, n - 1) * sqrt(k * (n - k) / n**2 / (n - 1))
    return k / n - half, k / n + half


def percentile(k, n):
    return (k / n, k / n) if k in (0, n) else (count(A, False, n, k) / n, count(A, True, n, k) / n)


def basic(k, n):
    low, high = percentile(k, n)
    return 2 * k / n - high, 2 * k / n - low


def studentized(k, n):
    if k in (0, n):
        return None
    def limit(x):
        if x in (0, n):
            return inf if x == 0 else -inf
        return k / n - (x - k) / n * sqrt(k * (n - k) / (x * (n - x)))
    low, high = percentile(k, n)
    return limit(round(high * n)), limit(round(low * n))


def bca(k, n):
    if k in (0, n):
        return None
    p = k / n
    z0 = norm.ppf(binom.cdf(k, n, p) - binom.pmf(k, n, p) / 2)
    a = (1 - 2 * p) / 6 / sqrt(n * p * (1 - p))
    if 1 - a * (z0 - Z) <= 0 or 1 - a * (z0 + Z) <= 0:
        return None
    low, high = (norm.cdf(z0 + (z0 + z) / (1 - a * (z0 + z))) for z in (-Z, Z))
    return count(low, False, n, k) / n, count(1 - high, True, n, k) / n


METHODS = [wald, wilson, clopper_pearson, mid_p, jeffreys, modified_jeffreys, agresti_coull,
           bayes_uniform, anytime, student_t, percentile, basic, wald, studentized, bca]


def averaged(method, n):
    """Given theta, k is binomial; given k, theta is Beta(k + 1, n - k + 1)."""
    total = 0
    for k in range(n + 1):
        limits = method(k, n)
        if limits is not None:
            ends = np.clip(limits, 0, 1)
            total += beta.cdf(ends[1], k + 1, n - k + 1) - beta.cdf(ends[0], k + 1, n - k + 1)
    return total / (n + 1)


def at(method, n, theta):
    covered = [k for k in range(n + 1) if binom.pmf(k, n, theta) > 1e-14
               and method(k, n) is not None and method(k, n)[0] <= theta <= method(k, n)[1]]
    return sum(binom.pmf(k, n, theta) for k in covered)


if __name__ == "__main__":
    for method in METHODS:
        print(f"{{ {', '.join(f'{averaged(method, n):.5f}' for n in (3, 10, 100))} }}, "
              f"/* {method.__name__} */")
    print("single: (n, theta) = (10, .95), (1000, 1e-4), (100, .01), (100, .05), (100, .2)")
    for method in METHODS:
        print(f"{{ {', '.join(f'{at(method, *c):.5f}' for c in ((10, .95), (1000, 1e-4), (100, .01), (100, .05), (100, .2)))} }}, "
              f"/* {method.__name__} */")
