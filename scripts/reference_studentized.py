"""Quantiles of the studentized mean of resamples, for tests/test_studentized_accuracy.c.

The joint distribution of the sum of scores and the sum of their squares is the n-th power
of a two-dimensional discrete Fourier transform; t* is a function of the two.
usage: reference_studentized.py [--outliers]
"""
import sys

import numpy as np

TAILS = (0.0005, 0.005, 0.025, 0.1, 0.25)
ORDINARY = (
    (60, 25, 10, 4, 1),
    (900, 80, 15, 4, 1),
    (10, 12, 10, 8, 5, 3, 1, 1),
    (3, 3, 5, 2, 4, 3, 5, 2, 3),
    (30, 0, 0, 5, 10, 15, 20, 25, 15, 10),
    (700, 150, 60, 40, 20, 10, 10, 5, 3, 1, 1),
    (960, 10, 8, 6, 5, 4, 3, 2, 1, 1),
    (2, 1, 1, 3, 8, 20, 50, 80, 35),
)
OUTLIERS = (
    (60, 25, 10, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1),
    (300, 60, 20, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1),
    (1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 20, 40, 60, 50, 30, 10),
    (9, 9, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1),
)


def window(mean, sd, largest, n):
    """Length (a power of two) and first value that hold all but 1e-15."""
    length = 1 << int(np.ceil(np.log2(min(n * largest, 18 * sd + 40 * largest) + 1)))
    return length, max(0, round(mean) - length // 2)


def distribution(counts):
    counts = np.array(counts, float)
    n = counts.sum()
    score = np.arange(len(counts))
    pairs = score * (score - 1) // 2  # with the sum itself, as good as the square
    sums = counts @ score, counts @ pairs
    size = [
        window(sums[i], np.sqrt(counts @ (x - sums[i] / n) ** 2), x.max(), n)
        for i, x in enumerate((score, pairs))
    ]
    one = np.zeros((size[0][0], size[1][0]))
    np.add.at(one, (score % size[0][0], pairs % size[1][0]), counts / n)
    power = np.fft.irfft2(np.fft.rfft2(one) ** n, s=one.shape)
    s1 = size[0][1] + np.arange(size[0][0])
    s2 = size[1][1] + np.arange(size[1][0])
    p = power[np.ix_(s1 % size[0][0], s2 % size[1][0])]
    assert abs(p.sum() - 1) < 1e-10
    keep = p > 1e-15
    total, square = (x[keep] for x in np.broadcast_arrays(s1[:, None], 2 * s2 + s1[:, None]))
    excess, v = total - sums[0], n * square - total.astype(float) ** 2
    with np.errstate(all="ignore"):
        t = np.where(v > 0, excess * np.sqrt(n / v), np.sign(excess) * np.inf)
    t[excess == 0] = 0
    values, place = np.unique(t, return_inverse=True)
    return values, np.bincount(place, weights=p[keep])


def quantile(values, p, tail, upper):
    if upper:
        above = np.append(np.cumsum(p[::-1])[::-1][1:], 0)
        return values[np.nonzero(above <= tail)[0][0]]
    return values[np.nonzero(np.cumsum(p) >= tail)[0][0]]


for histogram in OUTLIERS if "--outliers" in sys.argv else ORDINARY:
    values, p = distribution(histogram)
    lower = [quantile(values, p, tail, False) for tail in TAILS]
    upper = [quantile(values, p, tail, True) for tail in TAILS]
    print("{ { %s }, %d," % (", ".join(map(str, histogram)), len(histogram)))
    for row in lower, upper:
        print("  { %s }," % ", ".join("%.15g" % t for t in row))
    print("},")
