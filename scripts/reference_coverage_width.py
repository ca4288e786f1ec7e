"""Coverage and expected width of intervals for a proportion, for tests/test_coverage.c.

Sums over every count from 0 to n (n = 10^6: to 200, beyond which 10^-300 is left), with
binomial probabilities in 40 digits and intervals from SciPy's distributions.
usage: reference_coverage_width.py > rows
"""
import math

from mpmath import mp, mpf
from scipy.optimize import brentq
from scipy.stats import beta, binom, norm

mp.dps = 40


def around(k, n, lo, up, below, above, divisor):
    se = math.sqrt(k / n * ((n - k) / n) / divisor)
    return (k / n - below * se if lo > 0 else 0, k / n + above * se if up > 0 else 1)


def wald(k, n, lo, up):
    return around(k, n, lo, up, norm.isf(lo), norm.isf(up), n)


def t_quantile(tail, df):
    """By the beta distribution: scipy.stats.t.isf is good to 10 digits only."""
    x = beta.ppf(2 * tail, df / 2, .5)
    return math.sqrt(df * (1 - x) / x) if tail > 0 else 0


def student_t(k, n, lo, up):
    return around(k, n, lo, up, t_quantile(lo, n - 1), t_quantile(up, n - 1), n - 1)


def wilson_limit(k, n, z):
    centre = (k / n + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(k * (n - k) / n**3 + z * z / (4 * n * n))
    return centre + half


def wilson(k, n, lo, up):
    lower = wilson_limit(k, n, -norm.isf(lo)) if lo > 0 and k > 0 else 0
    return lower, wilson_limit(k, n, norm.isf(up)) if up > 0 and k < n else 1


def agresti_coull(k, n, lo, up):
    def limit(z):
        p = (k + z * z / 2) / (n + z * z)
        return min(max(p + z * math.sqrt(p * (1 - p) / (n + z * z)), 0), 1)
    return limit(-norm.isf(lo)) if lo > 0 else 0, limit(norm.isf(up)) if up > 0 else 1


def clopper_pearson(k, n, lo, up):
    return (beta.ppf(lo, k, n - k + 1) if k > 0 and lo > 0 else 0,
            beta.isf(up, k + 1, n - k) if k < n and up > 0 else 1)


def jeffreys(k, n, lo, up):
    return (beta.ppf(lo, k + .5, n - k + .5) if k > 0 and lo > 0 else 0,
            beta.isf(up, k + .5, n - k + .5) if k < n and up > 0 else 1)


def bayes_uniform(k, n, lo, up):
    return (beta.ppf(lo, k + 1, n - k + 1), beta.isf(up, k + 1, n - k + 1))


def mid_p(k, n, lo, up):
    def excess_low(p):
        return binom.sf(k, n, p) + binom.pmf(k, n, p) / 2 - lo

    def excess_up(p):
        return binom.cdf(k - 1, n, p) + binom.pmf(k, n, p) / 2 - up
    return (brentq(excess_low, 0, 1, xtol=1e-15) if k > 0 and lo > 0 else 0,
            brentq(excess_up, 0, 1, xtol=1e-15) if k < n and up > 0 else 1)


def bootstrap_percentile(k, n, lo, up):
    if k in (0, n):  # where scipy.stats.binom.ppf is wrong
        return k / n if lo > 0 else 0, k / n if up > 0 else 1
    return (binom.ppf(lo, n, k / n) / n if lo > 0 else 0,
            binom.ppf(1 - up, n, k / n) / n if up > 0 else 1)


def bootstrap_bca(k, n, lo, up):
    if k in (0, n):
        return None
    z0 = norm.ppf(binom.cdf(k - 1, n, k / n) + binom.pmf(k, n, k / n) / 2)
    a = (1 - 2 * k / n) / (6 * math.sqrt(k * (n - k) / n))

    def limit(z):
        if 1 - a * (z0 + z) <= 0:
            return None
        level = norm.cdf(z0 + (z0 + z) / (1 - a * (z0 + z)))
        return binom.ppf(level, n, k / n) / n
    lower = limit(norm.ppf(lo)) if lo > 0 else 0
    upper = limit(norm.isf(up)) if up > 0 else 1
    return None if lower is None or upper is None else (lower, upper)


def row(method, n, p, lo, up):
    exact = mpf(p)
    pmf = (1 - exact) ** n
    covered = defined = width = mpf(0)
    for k in range(min(n, 2000 if n <= 2000 else 200) + 1):
        limits = method(k, n, lo, up)
        if limits is not None:
            covered += pmf if limits[0] <= p <= limits[1] else 0
            defined += pmf
            width += pmf * (mpf(float(limits[1])) - mpf(float(limits[0])))
        if k < n:
            pmf *= mpf(n - k) / (k + 1) * exact / (1 - exact)
    print(f'{{ NZ_METHOD_{method.__name__.upper()}, {n}, {p!r}, {lo!r}, {up!r}, '
          f'{mp.nstr(covered, 17)}, {mp.nstr(width / defined, 17)} }},')


METHODS = (wald, wilson, clopper_pearson, mid_p, jeffreys, agresti_coull, bayes_uniform,
           student_t, bootstrap_percentile, bootstrap_bca)
for method in METHODS:
    row(method, 10, .95, .025, .025)
    row(method, 57, .123, .05, .05)
    row(method, 200, .0456, .01, .03)
    row(method, 1000, 1e-4, .025, .025)
    row(method, 1000, .7, .05, .0)
    row(method, 300, .01234, .0, .05)
    row(method, 1000000, 1e-6, .025, .025)
