"""Items for an interval of a half-width, for tests/interval_width_reference.h.

By definition: all n up to a multiple of the answer and all counts of each, with SciPy's
distributions; the answer follows the last n that fails.
usage: reference_interval_width.py > rows
"""
import numpy as np
from scipy.stats import beta, binom, norm


def around(k, n, half):
    return k / n - half, k / n + half


def wald(k, n, tail):
    return around(k, n, norm.isf(tail) * np.sqrt(k * (n - k) / n**3))


def student_t(k, n, tail):
    if n == 1:
        return np.full(2, np.nan), np.full(2, np.nan)
    x = beta.ppf(2 * tail, (n - 1) / 2, .5)
    return around(k, n, np.sqrt((n - 1) * (1 - x) / x * k * (n - k) / n**2 / (n - 1)))


def wilson(k, n, tail):
    z = norm.isf(tail)
    half = z / (1 + z * z / n) * np.sqrt(k * (n - k) / n**3 + z * z / (4 * n * n))
    centre = (k / n + z * z / (2 * n)) / (1 + z * z / n)
    return centre - half, centre + half


def agresti_coull(k, n, tail):
    z = norm.isf(tail)
    p = (k + z * z / 2) / (n + z * z)
    half = z * np.sqrt(p * (1 - p) / (n + z * z))
    return np.maximum(p - half, 0), np.minimum(p + half, 1)


def quantiles(k, n, tail, a, b):
    """Of Beta(k + a, n - k + b) below, of Beta(k + b, n - k + a) above."""
    return beta.ppf(tail, k + a, n - k + b), beta.isf(tail, k + b, n - k + a)


def bayes_uniform(k, n, tail):
    return quantiles(k, n, tail, 1, 1)


def jeffreys(k, n, tail):
    low, high = quantiles(k, n, tail, .5, .5)
    return np.where(k == 0, 0, low), np.where(k == n, 1, high)


def clopper_pearson(k, n, tail):
    with np.errstate(invalid='ignore'):
        low, high = quantiles(k, n, tail, 0, 1)
    return np.where(k == 0, 0, low), np.where(k == n, 1, high)


def modified_jeffreys(k, n, tail):
    low, high = jeffreys(k, n, tail)
    exact_low, exact_high = clopper_pearson(k, n, tail)
    low, high = np.where(k <= 1, 0, low), np.where(n - k <= 1, 1, high)
    return np.where(k == n, exact_low, low), np.where(k == 0, exact_high, high)


def mid_p(k, n, tail):
    """By bisection on the upper limit; the lower is its mirror."""
    low, high = np.zeros(n + 1), np.ones(n + 1)
    for _ in range(60):
        p = (low + high) / 2
        above = binom.cdf(k - 1, n, p) + binom.pmf(k, n, p) / 2 > tail
        low, high = np.where(above, p, low), np.where(above, high, p)
    high = np.where(k == n, 1, high)
    return 1 - high[::-1], high


def bootstrap_percentile(k, n, tail):
    inner = np.clip(k, 1, n - 1)  # at 0 and n scipy.stats.binom.ppf is wrong
    ends = (k == 0) | (k == n)
    return (np.where(ends, k, binom.ppf(tail, n, inner / n)) / n,
            np.where(ends, k, binom.ppf(1 - tail, n, inner / n)) / n)


def bootstrap_bca(k, n, tail):
    with np.errstate(all='ignore'):
        z0 = norm.ppf(binom.cdf(k - 1, n, k / n) + binom.pmf(k, n, k / n) / 2)
        a = (1 - 2 * k / n) / (6 * np.sqrt(k * (n - k) / n))
        limits = []
        for z in (norm.ppf(tail), norm.isf(tail)):
            level = norm.cdf(z0 + (z0 + z) / (1 - a * (z0 + z)))
            level = np.where(1 - a * (z0 + z) > 0, level, np.nan)
            limits.append(np.where((k == 0) | (k == n), np.nan, binom.ppf(level, n, k / n) / n))
    return limits


def achieved(method, n, p, tail, half_width, assurance):
    k = np.arange(n + 1)
    low, high = method(k.astype(float), n, tail)
    half = (np.asarray(high) - np.asarray(low)) / 2
    weight = binom.pmf(k, n, p)
    defined = ~np.isnan(half)
    if assurance > 0:
        return weight[defined & (np.nan_to_num(half) <= half_width)].sum()
    if not weight[defined].sum() > 0:
        return np.nan
    return (weight * np.nan_to_num(half)).sum() / weight[defined].sum()


def row(method, p, tail, half_width, assurance):
    last, best, n = 0, None, 1
    while n <= 3 * (last + 1) + 100:
        value = achieved(method, n, p, tail, half_width, assurance)
        if not (value >= assurance if assurance > 0 else value <= half_width):
            last, best = n, None
        elif n == last + 1:
            best = value
        n += 1
    print(f'{{ NZ_METHOD_{method.__name__.upper()}, {p!r}, {tail!r}, {half_width!r}, '
          f'{assurance!r}, {last + 1}, {best:.15g} }},')


for each in (wald, wilson, clopper_pearson, mid_p, jeffreys, modified_jeffreys,
             agresti_coull, bayes_uniform, student_t, bootstrap_percentile, bootstrap_bca):
    row(each, .3, .025, .08, 0)
    row(each, .04, .05, .03, 0)
    row(each, .98, .005, .045, 0)
    row(each, .45, .025, .07, .8)
    row(each, .04, .05, .03, .95)
    row(each, .98, .005, .045, .6)
