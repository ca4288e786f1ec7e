#!/usr/bin/env python3
"""Reference values for tests/test_difficulty_rate.c: weighted straight lines by the QR
decomposition of the weighted design (numpy.linalg.lstsq), and their errors from the inverse
of the normal matrix."""
import numpy as np

POINTS = np.array([  # difficulty, mean, Monte Carlo error
    [1, 0.62, 0.003],
    [2, 0.371, 0.004],
    [5, 0.094, 0.002],
    [7, 0.031, 0.0015],
    [12, 0.004, 0.0009],
])


def line(x, y, se):
    design = np.column_stack([np.ones_like(x), x]) / se[:, None]
    solution, *_ = np.linalg.lstsq(design, y / se, rcond=None)
    return solution, np.sqrt(np.linalg.inv(design.T @ design)[1, 1])


x, mean, mcse = POINTS.T
(intercept, slope), se = line(x, np.log(mean), mcse / mean)
print(f"factor {np.exp(slope):.14g} error {np.exp(slope) * se:.14g} "
      f"value at 3 {np.exp(intercept + 3 * slope):.14g}")
(intercept, slope), se = line(x, mean, mcse)
print(f"step {slope:.14g} error {se:.14g} value at 3 {intercept + 3 * slope:.14g}")
