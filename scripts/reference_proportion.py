"""Writes tests/proportion_reference.h: limits of every interval for a proportion at 50 digits.

From the definitions, not the program's formulas: beta and binomial probabilities by the
quadrature of reference_beta.py (by whole numbers up to n = 1000), limits by bisection or Newton's
steps, Student's t from its beta integral, bootstraps from the exact binomial(n, k/n).
usage: reference_proportion.py | clang-format > tests/proportion_reference.h
"""
from fractions import Fraction
from math import comb
import random

import mpmath as mp
from scipy.stats import norm
from reference_beta import quantile, tails_at_logit

mp.mp.dps = 50

METHODS = ["wald", "wilson", "clopper_pearson", "mid_p", "jeffreys", "modified_jeffreys",
           "agresti_coull", "bayes_uniform", "anytime", "student_t", "bootstrap_percentile",
           "bootstrap_basic", "bootstrap_normal", "bootstrap_studentized", "bootstrap_bca"]


def normal_upper(tail):
    """The z with P(Z > z) = tail."""
    tail = mp.mpf(tail)
    z = mp.mpf(norm.isf(float(tail)))
    for _ in range(6):
        z += (mp.erfc(z / mp.sqrt(2)) / 2 - tail) / mp.npdf(z)
    return z


def t_upper(tail, df):
    """The t with P(T > t) = tail: P(Beta(1/2, df/2) > t^2/(df + t^2)) = 2 tail."""
    if tail == 0.5:
        return mp.mpf(0)
    x, rest = quantile(2 * mp.mpf(tail), True, mp.mpf(1) / 2, mp.mpf(df) / 2)
    return mp.sqrt(df * x / rest)


def logit(p):
    return mp.log(p) - mp.log1p(-p)


def pmf_logit(k, n, v):
    """P(X = k) for X ~ Binomial(n, p), v = logit(p)."""
    logs = k * v - n * (max(v, mp.mpf(0)) + mp.log1p(mp.exp(-abs(v))))
    return mp.exp(logs + mp.loggamma(n + 1) - mp.loggamma(k + 1) - mp.loggamma(n - k + 1))


def at_most(k, n, p):
    """P(X <= k) and P(X > k) for a fraction p = i/n, exact up to n = 1000."""
    if k < 0:
        return mp.mpf(0), mp.mpf(1)
    if k >= n:
        return mp.mpf(1), mp.mpf(0)
    if n <= 1000:
        a, b = p.numerator, p.denominator - p.numerator
        share = Fraction(sum(comb(n, j) * a**j * b**(n - j) for j in range(k + 1)),
                         (a + b)**n)
        if k + 1 < n:
            return to_mp(share), to_mp(1 - share)
        return to_mp(share), to_mp(Fraction(a**n, (a + b)**n))
    a, b = mp.mpf(p.numerator), mp.mpf(p.denominator - p.numerator)
    above, below = tails_at_logit(mp.log(a / b), mp.mpf(k + 1), mp.mpf(n - k))
    return below, above


def to_mp(fraction):
    return mp.mpf(fraction.numerator) / fraction.denominator


def binomial_count(tail, upper, n, p):
    """The smallest x with P(X <= x) >= tail, or with P(X > x) <= tail."""
    if p in (0, 1):
        return int(p) * n
    def enough(x):
        below, above = at_most(x, n, p)
        return above <= tail if upper else below >= tail
    z = norm.isf(float(tail)) if upper else norm.ppf(float(tail))
    sd = float(n * p * (1 - p))**0.5
    low = int(float(n * p) + z * sd) - 20
    high = low + 40 + int(z * z)
    step = 1
    while low >= 0 and enough(low):
        low, step = low - step, 2 * step
    low = max(low, -1)
    while high < n and not enough(high):
        high += int(sd) + 1
    high = min(high, n)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high


def root_above(function, k, n):
    """The p above k/n at which a function of logit(p) that falls from there is zero."""
    v = mp.log(mp.mpf(max(k, 1)) / max(n - k, 1)) if k else -mp.log(mp.mpf(n) * 4)
    sd = mp.sqrt(mp.mpf(n) / max(k, 1) / max(n - k, 1))
    low, high = v, v + sd
    while function(low) < 0:
        low -= sd
    while function(high) > 0:
        low, high = high, high + (high - low) * 2
    v, before, other = high, function(low), low
    for _ in range(200):  # Newton's steps with a numerical slope inside the bracket
        here = function(v)
        low, high = (v, high) if here > 0 else (low, v)
        slope = (here - before) / (v - other)
        other, before = v, here
        step = -here / slope
        if abs(step) < sd * mp.mpf(10)**-24:
            break
        v = v + step if low < v + step < high else (low + high) / 2
    return 1 / (1 + mp.exp(-v)), 1 / (1 + mp.exp(v))


def mid_p_above(k, n, tail):
    """P(X < k) + P(X = k)/2 = tail, and 1 - p."""
    if k == n:
        return mp.mpf(1), mp.mpf(0)
    if k == 0:
        q = mp.exp(mp.log(2 * tail) / n)
        return 1 - q, q
    def miss(v):
        above = tails_at_logit(v, mp.mpf(k), mp.mpf(n - k + 1))[1]  # P(X < k)
        return mp.log((above + pmf_logit(k, n, v) / 2) / tail)
    return root_above(miss, k, n)


def anytime_above(k, n, alpha):
    if k == n:
        return mp.mpf(1), mp.mpf(0)
    if k == 0:
        q = mp.exp(mp.log(alpha / (n + 1)) / n)
        return 1 - q, q
    return root_above(lambda v: mp.log((n + 1) * pmf_logit(k, n, v) / alpha), k, n)


def bca(k, n, tails):
    p = Fraction(k, n)
    below = at_most(k - 1, n, p)[0]
    half = (at_most(k, n, p)[0] - below) / 2
    z0 = -normal_upper(below + half)
    a = (1 - 2 * to_mp(p)) / (6 * mp.sqrt(n * to_mp(p * (1 - p))))
    limits = [0, n]
    for side in range(2):
        if tails[side]:
            z = z0 + normal_upper(tails[side]) * (1 if side else -1)
            if 1 - a * z <= 0:
                return [to_mp(p)] * 2
            level = z0 + z / (1 - a * z)
            tail = mp.erfc(abs(level) / mp.sqrt(2)) / 2
            limits[side] = binomial_count(tail, level > 0, n, p)
    return [mp.mpf(x) / n for x in limits]


def studentized(k, n, tails, low, high):
    def limit(x):
        if x in (0, n):
            return mp.inf if x == 0 else -mp.inf
        se = mp.sqrt(mp.mpf(k) * (n - k) / n)
        return (k - (x - k) / mp.sqrt(mp.mpf(x) * (n - x) / n) * se) / n
    return [limit(high) if tails[0] else mp.mpf(0), limit(low) if tails[1] else mp.mpf(1)]


def limits(k, n, tails):
    """Both limits of every method; a zero tail gives 0 and 1."""
    result = {}
    t_l, t_u = (mp.mpf(t) for t in tails)
    p = mp.mpf(k) / n

    def put(name, lower, upper):
        result[name] = [lower() if t_l else mp.mpf(0), upper() if t_u else mp.mpf(1)]

    def around(quantile_of, divisor):
        se = mp.sqrt(p * (1 - p) / divisor) if divisor else mp.mpf(0)
        return lambda: p - quantile_of(t_l) * se, lambda: p + quantile_of(t_u) * se

    put("wald", *around(normal_upper, n))
    result["bootstrap_normal"] = result["wald"]
    if n == 1:
        result["student_t"] = [p, p]
    else:
        put("student_t", *around(lambda t: t_upper(t, n - 1), n - 1))

    def score(tail, sign):
        z = normal_upper(tail)
        centre, half = p + z * z / (2 * n), z * mp.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return (centre + sign * half) / (1 + z * z / n)
    put("wilson", lambda: score(t_l, -1), lambda: score(t_u, 1))

    def beta(tail, upper, a, b):
        return quantile(tail, upper, mp.mpf(a), mp.mpf(b))[0]
    half = mp.mpf(1) / 2
    put("clopper_pearson", lambda: beta(t_l, False, k, n - k + 1) if k else mp.mpf(0),
        lambda: beta(t_u, True, k + 1, n - k) if k < n else mp.mpf(1))
    put("bayes_uniform", lambda: beta(t_l, False, k + 1, n - k + 1),
        lambda: beta(t_u, True, k + 1, n - k + 1))
    put("jeffreys", lambda: beta(t_l, False, k + half, n - k + half) if k else mp.mpf(0),
        lambda: beta(t_u, True, k + half, n - k + half) if k < n else mp.mpf(1))
    lower, upper = result["jeffreys"]
    exact = result["clopper_pearson"]
    lower = exact[0] if k == n else mp.mpf(0) if k <= 1 else lower
    upper = exact[1] if k == 0 else mp.mpf(1) if k >= n - 1 else upper
    result["modified_jeffreys"] = [lower, upper]
    put("mid_p", lambda: mid_p_above(n - k, n, t_l)[1], lambda: mid_p_above(k, n, t_u)[0])
    alpha = t_l + t_u
    put("anytime", lambda: anytime_above(n - k, n, alpha)[1],
        lambda: anytime_above(k, n, alpha)[0])

    def with_items_added(tail, sign):
        z = normal_upper(tail)
        m = n + z * z
        centre = (k + z * z / 2) / m
        limit = centre + sign * z * mp.sqrt(centre * (1 - centre) / m)
        return min(max(limit, mp.mpf(0)), mp.mpf(1))
    put("agresti_coull", lambda: with_items_added(t_l, -1), lambda: with_items_added(t_u, 1))

    share = Fraction(k, n)
    def count(tail, upper):
        return binomial_count(tail, upper, n, share)
    put("bootstrap_percentile", lambda: mp.mpf(count(t_l, False)) / n,
        lambda: mp.mpf(count(t_u, True)) / n)
    low = count(t_u, False) if t_u else 0
    high = count(t_l, True) if t_l else n
    put("bootstrap_basic", lambda: mp.mpf(2 * k - high) / n, lambda: mp.mpf(2 * k - low) / n)
    inside = 0 < k < n
    result["bootstrap_studentized"] = studentized(k, n, tails, low, high) if inside else [p, p]
    result["bootstrap_bca"] = bca(k, n, tails) if inside else [p, p]
    return result


def cases():
    usual, strict, loose = (.025, .025), (5e-13, 5e-13), (.25, .25)
    rows = [(0, 1, usual), (1, 1, (.05, .01)), (1, 2, usual), (1, 2, strict), (0, 3, usual),
            (1, 3, loose), (2, 3, (.01, .05)), (0, 10, loose), (1, 10, usual),
            (5, 10, (0, .5)), (9, 10, usual), (10, 10, strict), (0, 100, (0, .05)),
            (1, 100, (.5, 0)), (3, 100, usual), (50, 100, (.005, .1)), (99, 100, strict),
            (100, 100, usual), (1, 1000, (0, .5)), (500, 1000, usual), (999, 1000, loose),
            (1000, 1000, strict), (0, 10**5, usual), (1, 10**5, strict),
            (10**5 - 1, 10**5, usual), (0, 10**7, strict), (1, 10**7, usual),
            (5 * 10**6, 10**7, usual), (10**7 - 1, 10**7, loose), (3, 10**9, strict),
            (333333333, 10**9, strict), (10**9 - 1, 10**9, usual), (0, 2**53, usual),
            (1, 2**53, usual), (12345678, 2**53, loose), (2**52, 2**53, usual),
            (2**53 - 3, 2**53, usual)]
    random.seed(1)
    for tails in [usual, strict, loose, (.0005, .0005), (.05, 0), (0, .01), (.5, 0), (.05, .2)]:
        n = round(10**random.uniform(.6, 6))
        rows.append((round(n * random.betavariate(.5, .5)), n, tails))
        n = round(10**random.uniform(.6, 3))
        rows.append((round(n * random.random()**3), n, tails))
    return rows


def text(x):
    if mp.isinf(x):
        return "-(double) INFINITY" if x < 0 else "(double) INFINITY"
    x = mp.mpf(0) if abs(x) < mp.mpf(10)**-40 else x  # what a difference of equals leaves
    return repr(float(x)) if x != int(x) else str(int(x))


if __name__ == "__main__":
    print("/* Limits of every method, in the order of NZ_INTERVAL_METHOD_LIST, by\n"
          " * scripts/reference_proportion.py. Included by one test only. */\n"
          "#ifndef NZ_TESTS_PROPORTION_REFERENCE_H\n#define NZ_TESTS_PROPORTION_REFERENCE_H\n\n"
          '#include "stats/interval.h"\n\n#include <math.h>\n\n'
          "static const struct reference {\nuint64_t k, n;\nnz_tails_t tails;\n"
          "double limits[NZ_N_INTERVAL_METHODS][2];\n} references[] = {")
    for k, n, tails in cases():
        row = limits(k, n, tails)
        print(f"{{ {k}, {n}, {{ {tails[0]}, {tails[1]} }}, {{ " + ", ".join(
            "{ " + ", ".join(map(text, row[method])) + " }" for method in METHODS)
            + " } },", flush=True)
    print("};\n\n#endif")
