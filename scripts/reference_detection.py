"""Reference rows for tests/test_detection.c and tests/test_inverse_width.c, in 60-digit arithmetic.

Items: binomial sums. Clusters: beta-binomial probabilities by products, their convolution by
squaring of polynomials. Sampling until r successes: negative binomial sums of beta quantiles
found by bisection on finite sums.
"""
import random

import mpmath as mp

mp.mp.dps = 60


def binomial_tails(r, n, p):
    """P(X >= r), P(X < r)."""
    p = mp.mpf(p)
    fewer = sum(mp.binomial(n, k) * p**k * (1 - p) ** (n - k) for k in range(r))
    if fewer < mp.mpf("0.9"):
        return 1 - fewer, fewer
    seen, term, k = mp.mpf(0), mp.binomial(n, r) * p**r * (1 - p) ** (n - r), r
    while k <= n and (term > seen * mp.mpf(10) ** -40 or k < n * p):
        seen += term
        term *= mp.mpf(n - k) / (k + 1) * p / (1 - p)
        k += 1
    return seen, 1 - seen


def cluster(m, rho, p):
    """Probabilities of 0 .. m successes."""
    p, rho = mp.mpf(p), mp.mpf(rho)
    theta = rho / (1 - rho)
    none = mp.mpf(1)
    for i in range(m):
        none *= (1 - p + i * theta) / (1 + i * theta)
    pmf = [none]
    for w in range(m):
        pmf.append(pmf[-1] * (m - w) / (w + 1) * (p + w * theta) / (1 - p + (m - w - 1) * theta))
    return pmf


def product(a, b, r):
    return [sum(a[j] * b[i - j] for j in range(max(0, i - len(b) + 1), min(i, len(a) - 1) + 1)) for i in range(min(r, len(a) + len(b) - 1))]


def cluster_tails(r, m, rho, n_clusters, p):
    with mp.workdps(60 + 2 * int(-mp.log10(mp.mpf(p))) + 2 * r):
        one = cluster(m, rho, p)[:r]
        total, base, c = [mp.mpf(1)], one, n_clusters
        while c:
            if c & 1:
                total = product(total, base, r)
            c >>= 1
            if c:
                base = product(base, base, r)
        fewer = sum(total)
        return +(1 - fewer), +fewer


def tails(r, m, rho, n, p):
    if m < 2 or float(rho) == 0:
        return binomial_tails(r, n, p)
    return cluster_tails(r, m, rho, n // m, p)


def number(x):
    return mp.nstr(x, 17) if x > mp.mpf(10) ** -320 else "0.0"


def probability_rows():
    items = [(1, 10, 0.3), (1, 2, 0.5), (5, 9151, 1e-3), (5, 9150, 1e-3), (5, 20, 1e-9), (5, 20000, 0.01),
             (3, 3, 0.5), (40, 100, 0.9), (60, 10**6, 1e-4), (200, 10**9, 1e-6), (1, 2**53, 1e-16), (5, 2**53, 1e-15),
             (2, 1000, 1e-200), (1, 10**6, 1e-300), (7, 3 * 10**15, 4e-15), (100, 10**4, 0.02), (100, 20000, 0.001)]
    clusters = [(1, 10, 0.3, 100, 0.01), (1, 10, 0.3, 10**15, 1e-15), (5, 10, 0.3, 15130, 1e-3), (5, 10, 0.3, 15120, 1e-3),
                (5, 7, 0.9, 7, 0.2), (5, 100, 0.999, 900, 0.01), (5, 2, 1e-12, 4000, 1e-3), (2, 10, 0.2, 10, 1e-9),
                (20, 50, 0.05, 50, 1e-3), (20, 50, 0.05, 1500, 0.02), (20, 50, 0.05, 50 * 10**12, 6e-13),
                (3, 1000, 0.5, 1000, 0.999), (30, 40, 0.01, 80, 0.99), (12, 4, 0.5, 12, 0.9), (60, 3, 0.25, 180, 0.5),
                (6, 1000, 0.001, 1000, 0.6), (4, 20, 0.4, 20 * 10**6, 1e-9), (40, 10, 0.1, 10**6, 1e-5), (9, 1000, 1e-4, 3000, 0.35),
                (300, 10, 0.2, 50000, 0.01), (300, 10, 0.2, 300, 0.7), (80, 5, 0.1, 50000, 0.02)]
    for case in [(r, 1, 0, n, p) for r, n, p in items] + clusters:
        seen, missed = tails(*case)
        r, m, rho, n, p = case
        print(f"    {{ {{ {r}, {m}, {rho} }}, UINT64_C({n}), {p!r}, {number(seen)}, {number(missed)} }},")


def least(r, m, rho, miss, p):
    """The least n by bisection, in clusters or items; ties count."""
    unit = max(m, 1)
    enough = mp.mpf(miss) * (1 + mp.mpf(10) ** -13)
    low, high = (r - 1) // unit, r
    while tails(r, m, rho, high * unit, p)[1] > enough:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        if tails(r, m, rho, middle * unit, p)[1] > enough:
            low = middle
        else:
            high = middle
    return high * unit


def trials_rows():
    rng = random.Random(3)
    for i in range(50):
        p = float("%.3g" % 10 ** rng.uniform(-6, -0.05))
        miss = rng.choice([0.05, 0.05, 0.01, 0.1, 0.5, 1e-6, 0.3])
        r = 5 if i % 2 else rng.randint(1, 30)
        m, rho = (rng.choice([2, 5, 10, 30]), rng.choice([0.01, 0.1, 0.3, 0.8])) if i % 5 > 1 else (1, 0)
        print(f"    {{ {{ {r}, {m}, {rho} }}, {miss!r}, {p!r}, UINT64_C({least(r, m, rho, miss, p)}) }},")


def beta_quantile(tail, upper, a, b):
    """Of Beta(a, b), integers, P(X > x) = P(Bin(a + b - 1, x) < a): bisection, then Newton's steps."""
    target = tail if upper else 1 - tail

    def fewer(x):
        term, total = (1 - x) ** (a + b - 1), mp.mpf(0)
        for k in range(a):
            total += term
            term *= mp.mpf(a + b - 1 - k) / (k + 1) * x / (1 - x)
        return total

    low, high = mp.mpf(0), mp.mpf(1)
    for _ in range(20):
        middle = (low + high) / 2
        low, high = (middle, high) if fewer(middle) > target else (low, middle)
    x = (low + high) / 2
    for _ in range(8):
        x += (fewer(x) - target) / (x ** (a - 1) * (1 - x) ** (b - 1) / mp.beta(a, b))
    assert abs(fewer(x) / target - 1) < mp.mpf(10) ** -25
    return x


def expected_width(r, p, lower, upper):
    p, q = mp.mpf(p), 1 - mp.mpf(p)
    total, k, weight = mp.mpf(0), r, mp.mpf(p) ** r
    peak = mp.mpf(0)
    while k < r + 2 or weight > peak * mp.mpf(10) ** -19:
        low = beta_quantile(mp.mpf(lower), False, r, k - r + 1) if lower else 0
        high = beta_quantile(mp.mpf(upper), True, r, k - r) if upper and k > r else 1
        total += weight * (high - low)
        peak = max(peak, weight)
        weight *= mp.mpf(k) / (k - r + 1) * q
        k += 1
    return total / 2 / p


def width_rows():
    with mp.workdps(40):
        for r, p, lower, upper in [(2, 1.0, 0.025, 0.025), (2, 0.9, 0.025, 0.025), (2, 0.3, 0.025, 0.025), (2, 0.02, 0.025, 0.025),
                                   (3, 0.05, 0.05, 0.0), (3, 0.05, 0.0, 0.05), (5, 0.1, 0.005, 0.005), (10, 0.2, 0.025, 0.025),
                                   (30, 0.5, 0.025, 0.025), (60, 0.97, 0.025, 0.025), (8, 0.99, 1e-6, 0.1), (40, 0.25, 0.05, 0.05)]:
            print(f"    {{ {r}, {p!r}, {{ {lower!r}, {upper!r} }}, {mp.nstr(expected_width(r, p, lower, upper), 17)} }},", flush=True)


def gamma_quantile(r, tail, upper):
    """P(Gamma(r) > x) = P(Poisson(x) < r), by bisection."""
    target = mp.mpf(tail) if upper else 1 - mp.mpf(tail)
    low, high = mp.mpf(0), mp.mpf(4 * r + 60)
    for _ in range(120):
        x = (low + high) / 2
        term, total = mp.exp(-x), mp.mpf(0)
        for k in range(r):
            total += term
            term *= x / (k + 1)
        low, high = (x, high) if total > target else (low, x)
    return low


def limit_rows():
    """As p tends to 0: quantiles of the gamma distribution."""
    for r, tail in [(2, 0.025), (3, 0.025), (10, 0.0005), (100, 0.025), (1000, 0.05)]:
        width = gamma_quantile(r, tail, True) - gamma_quantile(r, tail, False)
        print(f"    {{ {r}, {tail!r}, {mp.nstr(width / 2 / (r - 1), 17)} }},")


if __name__ == "__main__":
    probability_rows()
    trials_rows()
    width_rows()
    limit_rows()
