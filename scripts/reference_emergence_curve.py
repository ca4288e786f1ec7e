"""Emergence scores of nine simulated models, for tests/test_simulated_curves.c.

Accuracy of targets of 20 tokens; models 1e7 .. 1e11, c = 1e8, alpha = -.35. The
probability that the score is infinite is exact: a sum over all counts, model by model. The
quantiles are of 2 000 000 draws by NumPy; each is printed with the two that bound it for
20000 test sets but for one case in 1e8.
"""

import numpy as np
from scipy.stats import binom

MODELS, REPLICATES, Z = 9, 20000, 5.73
loss = (10 ** np.linspace(7, 11, MODELS) / 1e8) ** -0.35
p = np.exp(-20 * loss)


def infinite_share(n):
    """P(more than half of the differences are 0, but not all)."""
    pmf = [binom.pmf(np.arange(n + 1), n, x) for x in p]
    by_zeros = np.zeros((MODELS, n + 1))  # [differences that are 0][last count]
    by_zeros[0] = pmf[0]
    for i in range(1, MODELS):
        new = (by_zeros.sum(axis=1, keepdims=True) - by_zeros) * pmf[i]
        new[1:] += by_zeros[:-1] * pmf[i]
        by_zeros = new
    return by_zeros[5:8].sum()


def scores(n, draws):
    rng = np.random.default_rng([20230428, n])
    y = np.stack([rng.binomial(n, x, draws) for x in p], axis=1)
    steps = np.sort(np.abs(np.diff(y, axis=1)), axis=1).astype(float)
    typical = np.sqrt((steps[:, 3] ** 2 + steps[:, 4] ** 2) / 2)
    sign = np.sign(y.argmax(axis=1) - y.argmin(axis=1))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(sign == 0, 0.0, sign * (y.max(axis=1) - y.min(axis=1)) / typical)


for n in (100, 1000):
    print(n, "infinite", repr(infinite_share(n)))
    e = np.sort(scores(n, 2_000_000))
    for u in (0.05, 0.5):
        margin = Z * np.sqrt(u * (1 - u) / REPLICATES)
        print(n, u, *(e[int(np.ceil(v * len(e))) - 1] for v in (u - margin, u, u + margin)))
