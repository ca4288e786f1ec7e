"""Emergence scores of pure noise, for tests/test_emergence_noise.c.

Independent of the program: NumPy's generator and median. Prints for each number of models
the 95 % quantile of |E|, its standard error, P(|E| >= 10) and its standard error.
"""

import numpy as np

BATCHES, DRAWS = 40, 500_000


def scores(rng, n_models):
    y = rng.standard_normal((DRAWS, n_models))
    typical = np.sqrt(np.median(np.diff(y, axis=1) ** 2, axis=1))
    return (y.max(axis=1) - y.min(axis=1)) / typical


for n_models in (5, 9, 12):
    rng = np.random.default_rng([20230428, n_models])
    batches = [scores(rng, n_models) for _ in range(BATCHES)]
    q95 = np.array([np.quantile(b, 0.95) for b in batches])
    far = np.array([(b >= 10).mean() for b in batches])
    print(
        n_models,
        *(f"{x.mean():.6f} +- {x.std(ddof=1) / BATCHES**0.5:.6f}" for x in (q95, far)),
    )
