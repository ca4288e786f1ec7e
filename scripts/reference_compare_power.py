"""Reference values for tests/test_compare_power.c: powers of two-sided tests of two models.

Every outcome is enumerated and its test statistic or p-value computed as the definition has it, by
numpy and scipy, apart from the program's recurrences. Prints C tables: powers at some n; least n
whose power, and that of every larger n up to twice as many, is at least a target, with the powers
at n - 1 and n. Takes minutes.
"""
import numpy as np
from functools import lru_cache
from scipy.stats import binom, norm

np.seterr(divide='ignore')  # binom.pmf at p = 0 and 1
UNPAIRED, PAIRED, MCNEMAR = range(3)
NAMES = ['NZ_COMPARE_UNPAIRED', 'NZ_COMPARE_PAIRED', 'NZ_COMPARE_MCNEMAR']


def unpaired(alpha, first, second, n):
    x1, x2 = np.meshgrid(np.arange(n + 1), np.arange(n + 1), indexing='ij')
    pooled = (x1 + x2) / (2 * n)
    error = np.sqrt(2 * pooled * (1 - pooled) / n)
    rejected = (np.abs(x1 - x2) / n >= norm.isf(alpha / 2) * error) & (x1 != x2)
    k = np.arange(n + 1)
    return binom.pmf(k, n, first) @ rejected @ binom.pmf(k, n, second)


def outcomes(m, only_first, only_second):
    """P(only the second is right on c of m items that differ), c = 0 .. m."""
    return binom.pmf(np.arange(m + 1), m, only_second / (only_first + only_second))


def paired(alpha, only_first, only_second, n):
    power, differ = 0, binom.pmf(np.arange(n + 1), n, only_first + only_second)
    for m in range(1, n + 1):
        if differ[m] > 1e-18:
            d = (2 * np.arange(m + 1) - m) / n
            error = np.sqrt(np.maximum(m / n - d * d, 0) / n)
            rejected = np.abs(d) >= norm.isf(alpha / 2) * error
            power += differ[m] * (outcomes(m, only_first, only_second) @ rejected)
    return power


@lru_cache(None)
def mcnemar_given(alpha, only_first, only_second, m):
    c = np.arange(m + 1)
    p_value = np.minimum(1, 2 * binom.cdf(np.minimum(c, m - c), m, 0.5))
    return outcomes(m, only_first, only_second) @ (p_value <= alpha * (1 + 1e-13)) if m else 0


def mcnemar(alpha, only_first, only_second, n):
    differ = binom.pmf(np.arange(n + 1), n, only_first + only_second)
    return sum(differ[m] * mcnemar_given(alpha, only_first, only_second, m)
               for m in range(n + 1) if differ[m] > 1e-18)


POWERS = [unpaired, paired, mcnemar]


def show(design, alpha, a, b):
    zeros = f'0.0, 0.0, {a!r}, {b!r}' if design else f'{a!r}, {b!r}, 0.0, 0.0'
    return f'{{ {NAMES[design]}, {alpha!r}, {zeros} }}'


print('/* models, n, power */')
for design, alpha, a, b, n in [
        (UNPAIRED, .05, .5, .6, 1), (UNPAIRED, .05, .5, .6, 4), (UNPAIRED, .05, .5, .6, 388),
        (UNPAIRED, .01, .02, .07, 300), (UNPAIRED, .1, .97, .9, 150), (UNPAIRED, .05, 0., .05, 100),
        (UNPAIRED, .05, 1., .95, 100), (UNPAIRED, .05, .3, .3, 200), (UNPAIRED, .5, .45, .55, 40),
        (UNPAIRED, 1e-4, .2, .5, 120), (UNPAIRED, .05, .9, .1, 30), (UNPAIRED, .05, .0, 1., 3),
        (PAIRED, .05, .035, .065, 870), (PAIRED, .05, .1, .2, 1), (PAIRED, .05, .1, .2, 7),
        (PAIRED, .01, .3, .2, 300), (PAIRED, .05, .4, .6, 201), (PAIRED, .05, 0., .03, 150),
        (PAIRED, .5, .1, .15, 100), (PAIRED, 1e-4, .05, .25, 200), (PAIRED, .05, .1, .1, 250),
        (MCNEMAR, .05, .035, .065, 870), (MCNEMAR, .0625, .1, .8, 5), (MCNEMAR, .0625, 0., 1., 5),
        (MCNEMAR, .05, .1, .2, 5), (MCNEMAR, .01, .3, .2, 300), (MCNEMAR, .05, .4, .6, 201),
        (MCNEMAR, .05, 0., .03, 150), (MCNEMAR, .5, .1, .15, 100), (MCNEMAR, 1e-4, .05, .25, 200),
        (MCNEMAR, .05, .1, .1, 250), (MCNEMAR, .9, .02, .03, 60)]:
    print(f'    {{ {show(design, alpha, a, b)}, {n}, {float(POWERS[design](alpha, a, b, n))!r} }},')

print('/* models, target, least n, powers at n - 1 and n */')
for design, alpha, a, b, target, guess in [
        (UNPAIRED, .05, .5, .65, .8, 220), (UNPAIRED, .05, .5, .3, .9, 170),
        (UNPAIRED, .01, .02, .12, .8, 260), (UNPAIRED, .05, 0., .1, .95, 170),
        (UNPAIRED, .1, .98, .9, .7, 150), (UNPAIRED, .3, .55, .7, .5, 80),
        (UNPAIRED, .05, .1, .9, .99, 20),
        (PAIRED, .05, .1, .2, .8, 260), (PAIRED, .05, .4, .6, .8, 220),
        (PAIRED, .01, .05, .15, .9, 330), (PAIRED, .05, 0., .1, .95, 120),
        (PAIRED, .3, .3, .2, .5, 120), (PAIRED, .05, .42, .57, .8, 380),
        (PAIRED, 1e-3, .1, .6, .99, 80),
        (MCNEMAR, .05, .035, .065, .8, 950), (MCNEMAR, .05, .4, .6, .8, 230),
        (MCNEMAR, .01, .05, .15, .9, 350), (MCNEMAR, .05, 0., .1, .95, 150),
        (MCNEMAR, .3, .3, .2, .5, 150), (MCNEMAR, .05, .45, .55, .8, 900),
        (MCNEMAR, .05, .46, .53, .9, 2200), (MCNEMAR, 1e-3, .1, .6, .99, 100)]:
    powers = [POWERS[design](alpha, a, b, n) for n in range(1, 2 * guess)]
    n = 1 + max(i + 1 for i, power in enumerate(powers) if power < target)
    assert n <= guess, (n, guess)
    print(f'    {{ {show(design, alpha, a, b)}, {target}, {n}, {float(powers[n - 2])!r}, '
          f'{float(powers[n - 1])!r} }},')
