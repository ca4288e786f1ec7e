"""Reference values of tests/test_compare_normal.c: normal approximations of test sizes with
50 digits, the
variances from their definition."""
from itertools import product

import mpmath as mp

mp.mp.dps = 50


def quantile(p):
    return mp.sqrt(2) * mp.erfinv(2 * mp.mpf(p) - 1)


def variance(outcomes):
    """Of a variable with these values and probabilities."""
    mean = sum(x * p for x, p in outcomes)
    return sum((x - mean) ** 2 * p for x, p in outcomes)


def size(difference, supposed, true, alpha, power):
    z = quantile(1 - mp.mpf(alpha) / 2)
    return ((z * mp.sqrt(supposed) + quantile(power) * mp.sqrt(true)) / difference) ** 2


def unpaired(p1, p2, alpha, power):
    p1, p2 = mp.mpf(p1), mp.mpf(p2)

    def item(p, q):  # of x2 - x1
        return variance([(y - x, (p if x else 1 - p) * (q if y else 1 - q)) for x, y in product((0, 1), (0, 1))])

    pooled = (p1 + p2) / 2
    return size(p2 - p1, item(pooled, pooled), item(p1, p2), alpha, power)


def paired(only_first, only_second, alpha, power, is_mcnemar):
    b, c = mp.mpf(only_first), mp.mpf(only_second)
    true = variance([(-1, b), (1, c), (0, 1 - b - c)])
    equal = variance([(-1, (b + c) / 2), (1, (b + c) / 2), (0, 1 - b - c)])
    return size(c - b, equal if is_mcnemar else true, true, alpha, power)


print("unpaired .3 .33 .05 .8", mp.nstr(unpaired("0.3", "0.33", "0.05", "0.8"), 17))
print("unpaired .9 .5 .01 .95", mp.nstr(unpaired("0.9", "0.5", "0.01", "0.95"), 17))
print("paired .035 .065 .05 .8", mp.nstr(paired("0.035", "0.065", "0.05", "0.8", False), 17))
print("mcnemar .035 .065 .05 .8", mp.nstr(paired("0.035", "0.065", "0.05", "0.8", True), 17))
print("mcnemar .25 .0625 .1 .3", mp.nstr(paired("0.25", "0.0625", "0.1", "0.3", True), 17))
