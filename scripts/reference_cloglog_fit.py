#!/usr/bin/env python3
"""Writes tests/cloglog_reference.h: maximum-likelihood fits of -log pi = exp(a + b x) + offset to
random tables, the score equations solved in 40-digit arithmetic from where a simplex search of
the likelihood ends. The variances are those of R's glm: the inverse of the expected
information.
usage: reference_cloglog_fit.py | clang-format > tests/cloglog_reference.h
"""
import random

import mpmath as mp
from scipy.optimize import minimize

mp.mp.dps = 40

HEAD = """/* Tables and their fits, by scripts/reference_cloglog_fit.py. Included by one test only. */
#ifndef NZ_TESTS_CLOGLOG_REFERENCE_H
#define NZ_TESTS_CLOGLOG_REFERENCE_H

#include "stats/cloglog_fit.h"

static const struct reference {
    size_t n;
    nz_cloglog_point_t points[9];
    nz_cloglog_fit_t fit;
} references[] = {
"""


def draw(rng):
    """A table of 3 to 9 models with both successes and failures about."""
    while True:
        n_points = rng.randint(3, 9)
        x = sorted(round(rng.uniform(14.0, 26.0), 3) for _ in range(n_points))
        slope, middle = -rng.uniform(0.05, 0.6), rng.uniform(-1.0, 1.5)
        offset = rng.choice([0.0, 0.0, round(rng.uniform(0.01, 1.0), 3)])
        rows = []
        for value in x:
            pi = mp.exp(-mp.exp(middle + slope * (value - 20.0)) - offset)
            trials = rng.choice([20, 100, 1000, 20000])
            rows.append((value, offset, trials, sum(rng.random() < pi for _ in range(trials))))
        right = [r[0] for r in rows if r[3] > 0]
        wrong = [r[0] for r in rows if r[3] < r[2]]
        if right and wrong and min(right) < max(wrong) and min(wrong) < max(right):
            return rows


def terms(rows, a, b):
    for x, offset, trials, successes in rows:
        u = mp.exp(a + b * (x - 20))
        pi = mp.exp(-u - offset)
        yield x, u, pi, trials, successes


def deviance(rows, a, b):
    total = mp.mpf(0)
    for _, _, pi, n, k in terms(rows, a, b):
        if k > 0:
            total += 2 * k * mp.log(k / (n * pi))
        if k < n:
            total += 2 * (n - k) * mp.log((n - k) / (n * (1 - pi)))
    return total


def score(rows, a, b):
    sums = [mp.mpf(0), mp.mpf(0)]
    for x, u, pi, n, k in terms(rows, a, b):
        one = u * ((n - k) * pi / (1 - pi) - k)
        sums[0] += one
        sums[1] += one * (x - 20)
    return sums


def main():
    rng = random.Random(7)
    print(HEAD, end="")
    for _ in range(50):
        rows = draw(rng)
        rough = minimize(lambda v: float(deviance(rows, *v)), [0.0, -0.2],
                         method="Nelder-Mead", options={"xatol": 1e-7, "fatol": 1e-9, "maxfev": 4000,
                                  "initial_simplex": [[0.0, -0.2], [0.5, -0.2], [0.0, -0.1]]})
        a, b = mp.findroot(lambda p, q: score(rows, p, q), [mp.mpf(v) for v in rough.x])
        assert abs(b - rough.x[1]) < 1e-4, (b, rough)
        s0 = s1 = s2 = mp.mpf(0)
        for x, u, pi, n, _ in terms(rows, a, b):
            weight = n * pi * u * u / (1 - pi)
            s0, s1, s2 = s0 + weight, s1 + weight * x, s2 + weight * x * x
        det = s0 * s2 - s1 * s1
        points = ", ".join(f"{{ {x!r}, {o!r}, {n}, {k} }}" for x, o, n, k in rows)
        values = [a - 20 * b, b, s2 / det, s0 / det, -s1 / det, deviance(rows, a, b)]
        numbers = [mp.nstr(v, 17) for v in values]
        print(f"{{ {len(rows)}, {{ {points} }}, {{ {numbers[0]}, {numbers[1]}, "
              f"{{ {', '.join(numbers[2:5])} }}, {numbers[5]} }} }},")
    print("};\n\n#endif")


main()
