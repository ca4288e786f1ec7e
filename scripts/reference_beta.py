"""Reference values for tests/test_beta.c: the density of logit(X) integrated at 50 digits.

Gauss-Legendre panels, 40 points each, whose number is doubled until the sum stands still to
25 digits; where mpmath's own incomplete beta function works the two are compared. Prints
C initialisers; x in a table of tails is the exact double.
"""
import mpmath as mp
import numpy as np

mp.mp.dps = 50


def gauss_legendre(n):
    """Nodes and weights at full precision, by Newton's steps from numpy's."""
    rule = []
    for start in np.polynomial.legendre.leggauss(n)[0]:
        x = mp.mpf(float(start))
        for _ in range(4):
            p0, p1 = mp.mpf(1), x
            for k in range(2, n + 1):
                p0, p1 = p1, ((2 * k - 1) * x * p1 - (k - 1) * p0) / k
            slope = n * (x * p1 - p0) / (x * x - 1)
            x -= p1 / slope
        rule.append((x, 2 / ((1 - x * x) * slope ** 2)))
    return rule


RULE = gauss_legendre(40)


def log_density(t, a, b):
    if t < 0:
        return a * t - (a + b) * mp.log1p(mp.exp(t))
    return -b * t - (a + b) * mp.log1p(mp.exp(-t))


def log_beta(a, b):
    return mp.loggamma(a) + mp.loggamma(b) - mp.loggamma(a + b)


def mass_above(v, a, b):
    """P(logit X > v) for v at or above the mode, log(a/b)."""
    peak = log_density(v, a, b)
    h = mp.mpf(1) / mp.sqrt(a * b / (a + b) + 1)
    while peak - log_density(v + h, a, b) < 110:
        h *= mp.mpf(3) / 2
    panels, before = 4, mp.mpf(0)
    while True:
        half = h / (2 * panels)
        area = half * sum(
            w * mp.exp(log_density(v + half * (2 * k + 1 + x), a, b) - peak)
            for k in range(panels) for x, w in RULE)
        if abs(area - before) < area * mp.mpf(10) ** -25:
            return area * mp.exp(peak - log_beta(a, b))
        panels, before = panels * 2, area


def tails_at_logit(v, a, b):
    if v >= mp.log(a / b):
        q = mass_above(v, a, b)
        return 1 - q, q
    p = mass_above(-v, b, a)
    return p, 1 - p


def tails(x, a, b):
    """P(X <= x), P(X > x) for 0 < x < 1, the smaller to 25 digits."""
    x, a, b = mp.mpf(x), mp.mpf(a), mp.mpf(b)
    return tails_at_logit(mp.log(x) - mp.log1p(-x), a, b)


def quantile(tail, upper, a, b):
    """x and 1 - x at that tail, by Newton's steps on its logarithm inside a bracket."""
    tail, a, b = mp.mpf(tail), mp.mpf(a), mp.mpf(b)
    sd = mp.sqrt(1 / a + 1 / b)
    v = mp.log(a / b)
    low, high, sign = -mp.inf, mp.inf, (-1 if upper else 1)
    for _ in range(400):
        mass = tails_at_logit(v, a, b)[1 if upper else 0]
        miss = mp.log(mass / tail)
        low, high = (low, v) if sign * miss > 0 else (v, high)
        slope = sign * mp.exp(log_density(v, a, b) - log_beta(a, b)) / mass
        step = -miss / slope
        step = max(min(step, 4 * sd), -4 * sd)
        if not low < v + step < high:
            step = (low + high) / 2 - v
        v += step
        if abs(step) < mp.mpf(10) ** -22 * sd:
            return 1 / (1 + mp.exp(-v)), 1 / (1 + mp.exp(v))
    raise ArithmeticError("no convergence")


TAILS = [  # a, b, and how far into the tail [standard deviations of logit(X)]
    (0.5, 0.5, -1.5), (0.5, 0.5, 2.0), (0.5, 297.5, 1.5), (0.5, 9e15, 1.0), (1, 9e15, -3.0),
    (1.5, 2, -5.0), (3.5, 297.5, 2.1), (17, 484, 1.8), (17, 484, -4.0), (49.5, 1.2e4, 5.0),
    (49.5, 1.2e4, -7.0), (50.5, 1.2e4, 5.0), (51, 51, 0.0), (51, 60, -7.0), (51, 9e15, 5.5),
    (1.2e5, 0.5, -1.5), (1.2e5, 3, 2.0), (9999, 17, 3.0), (1.1e4, 17, -3.0),
    (5e6, 5e6, 2.0), (5e6, 5e6, -7.0), (1e9, 5e6, 6.0), (5e6, 1e9, -1.0), (1e9, 1e9, 7.0),
    (1e12, 50, 1.0), (1e12, 4e11, 6.5), (9e15, 51, 3.0), (9e15, 51, -3.0),
    (9e15, 49.5, 2.0), (9e15, 1.2e5, -0.5), (9e15, 1.2e5, 4.0), (4.5e15, 4.5e15, 6.0)]
QUANTILES = [(3.5, 297.5), (17, 484), (0.5, 0.5), (0.5, 1), (1, 1.5), (2, 2), (5, 0.5),
             (49.5, 51), (50, 300), (0.5, 1e4), (7, 2e5), (0.5, 9e15), (49, 9e15), (51, 9e15),
             (5e6, 5e6), (1e9, 3), (1e9, 2e9), (9e15, 1e12), (4.5e15, 4.5e15)]
LEVELS = [5e-13, 1e-3, 0.025, 0.3, 0.5]

if __name__ == "__main__":
    print("tails: x, a, b, lower, upper")
    for a, b, sds in TAILS:
        sd = mp.sqrt(mp.mpf(1) / a + mp.mpf(1) / b)
        x = float(1 / (1 + mp.exp(-(mp.log(mp.mpf(a) / b) + sds * sd))))
        p, q = tails(x, a, b)
        print(f"{{ {x.hex()}, {a!r}, {b!r}, {float(p)!r}, {float(q)!r} }},", flush=True)
        if max(a, b) < 200:
            assert abs(mp.betainc(a, b, 0, x, regularized=True) / p - 1) < 1e-25
    print("quantiles: a, b, x at the lower tails, x at the upper tails of LEVELS")
    for a, b in QUANTILES:
        row = [float(quantile(t, upper, a, b)[0]) for upper in (False, True)
               for t in LEVELS[:4 + (not upper)]]
        print(f"{{ {a!r}, {b!r}, {{ " + ", ".join(map(repr, row)) + " } },", flush=True)
