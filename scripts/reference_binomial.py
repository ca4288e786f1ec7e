"""Reference values for tests/test_binomial.c: terms of the binomial law summed at 40 digits
outwards from the end of the tail; far larger n by scripts/reference_beta.py (Beta tails).
Prints C initialisers.
"""
import mpmath as mp

import reference_beta

mp.mp.dps = 50


def pmf(k, n, p):
    p = mp.mpf(p)
    return mp.exp(mp.loggamma(n + 1) - mp.loggamma(k + 1) - mp.loggamma(n - k + 1)
                  + k * mp.log(p) + (n - k) * mp.log1p(-p))


def tail(k, n, p, upper):
    """P(X > k) or P(X <= k) for k on that side of the mean, by the ratios of terms."""
    p = mp.mpf(p)
    i = k + 1 if upper else k
    term = total = pmf(i, n, p)
    while term > total * mp.mpf(10) ** -40 and 0 < i < n:
        term *= (n - i) * p / ((i + 1) * (1 - p)) if upper else i * (1 - p) / ((n - i + 1) * p)
        i += 1 if upper else -1
        total += term
    return total


def tails(k, n, p):
    if n > 10**8:
        upper, lower = reference_beta.tails(p, k + 1, n - k)
        return lower, upper
    if k < n * p:
        lower = tail(k, n, p, False)
        return lower, 1 - lower
    upper = tail(k, n, p, True) if k < n else mp.mpf(0)
    return 1 - upper, upper


PMF = [(0, 10, 0.3), (0, 2**53, 1e-16), (10, 10, 0.3), (3, 10, 0.3), (1, 1000, 1e-12),
       (2, 1000, 1e-12),
       (999, 1000, 1e-3), (500, 1000, 0.5), (1, 1, 1e-12), (10**9 // 3, 10**9, 1 / 3),
       (10**9 - 5, 10**9, 1 - 1e-9), (3, 10**9, 1e-9), (499900000, 10**9, 0.5),
       (2**52, 2**53, 0.5), (2**52 + 10**8, 2**53, 0.5), (1, 2**53, 1e-16), (7, 2**53, 1e-12)]
TAILS = [(0, 1, 0.3), (3, 10, 0.3), (9, 10, 0.3), (2, 1000, 1e-12), (0, 1000, 1e-12),
         (80, 1000, 0.05), (20, 1000, 0.05), (10**6 // 2 + 3000, 10**6, 0.5),
         (5, 10**9, 1e-9), (0, 2**53, 1e-16), (2**53 - 100, 2**53, 1 - 1e-14),
         (10**9 // 2 - 10**5, 10**9, 0.5), (10**9 - 3, 10**9, 1 - 1e-9),
         (2**52 + 2 * 10**8, 2**53, 0.5), (9100, 2**53, 1e-12)]
QUANTILES = [(10, 0.3), (1000, 0.05), (1000, 1e-12), (10**6, 0.999), (10**9, 0.5),
             (10**9, 3.3e-9), (10**9, 1 - 1e-6), (2**53, 1e-12), (2**53, 0.5)]
LEVELS = [5e-13, 5e-4, 0.025, 0.25]


def quantile(level, upper, n, p):
    """The smallest k by bisection on the tails, within 9 standard deviations."""
    mean, reach = mp.mpf(n) * p, 9 * mp.sqrt(mp.mpf(n) * p * (1 - p)) + 30
    low, high = max(-1, int(mean - reach)), min(n, int(mean + reach))
    while high - low > 1:
        k = (low + high) // 2
        lower, above = tails(k, n, p)
        low, high = (low, k) if (above <= level if upper else lower >= level) else (k, high)
    return high


if __name__ == "__main__":
    print("pmf: k, n, p, value")
    for k, n, p in PMF:
        print(f"{{ UINT64_C({k}), UINT64_C({n}), {p!r}, {float(pmf(k, n, p))!r} }},")
    print("tails: k, n, p, lower, upper")
    for k, n, p in TAILS:
        lower, upper = tails(k, n, p)
        print(f"{{ UINT64_C({k}), UINT64_C({n}), {p!r}, {float(lower)!r}, {float(upper)!r} }},",
              flush=True)
    print("quantiles: n, p, k at the lower tails, k at the upper tails of LEVELS")
    for n, p in QUANTILES:
        row = [quantile(t, upper, n, p) for upper in (False, True) for t in LEVELS]
        print(f"{{ UINT64_C({n}), {p!r}, {{ " + ", ".join(f"UINT64_C({k})" for k in row)
              + " } },", flush=True)
