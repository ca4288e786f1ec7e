#!/usr/bin/env python3
"""Reference values of tests/test_exp_minus_line.c: e^x - 1 - x with 400 digits."""
from mpmath import exp, mp, mpf

mp.dps = 400
for x in (1e-150, -1e-9, 1e-4, 0.003, -0.03, 0.07, -0.07, 0.0999, -0.0999, 0.1,
          -0.1, 0.100001, -0.100001, 0.29, 0.5, -2.0, 30.0, -700.0):
    y = exp(mpf(x)) - 1 - mpf(x)
    print(f"    {{ {x!r}, {mp.nstr(y, 18)} }},")
