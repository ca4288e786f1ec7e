#!/usr/bin/env python3
"""Reference values for tests/test_slope_design.c in 60-digit arithmetic.

Share of the variance of a fitted slope that is of order 1/n^2: the slope is found from shares of
right trials by solving the score equations, its derivatives by the shares are central
differences, and the delta method needs no formula for either."""
import mpmath as mp

mp.mp.dps = 60
STEP = mp.mpf(10) ** -12

DESIGNS = [  # (x, u = exp(eta), offset, trials) of each model
    [(0.0, 2.0, 0.0, 50), (1.0, 1.0, 0.0, 30), (3.0, 0.25, 0.0, 100)],
    [(16.0, 6.0, 0.0, 400), (18.0, 3.0, 0.0, 200), (20.0, 1.5, 0.0, 200), (23.0, 0.5, 0.0, 300)],
    [(0.0, 3.0, 0.75, 90), (1.0, 1.0, 0.5, 70), (2.0, 0.25, 0.75, 300)],
    [(1.0, 0.02, 0.0, 1000), (2.0, 0.5, 0.0, 80)],
    [(0.0, 1.2, 0.3, 300), (0.0, 1.2, 0.0, 100), (2.5, 0.3, 0.1, 250.5)],
]


def slope_of(design, line, shares):
    def score(a, b):
        sums = [mp.mpf(0), mp.mpf(0)]
        for (x, _, offset, n), y in zip(design, shares):
            u = mp.exp(a + b * x)
            pi = mp.exp(-u - offset)
            one = n * (y - pi) * u / (1 - pi)
            sums[0] += one
            sums[1] += one * x
        return sums
    return mp.findroot(score, line)[1]


def true_line(design):
    (x0, u0), (x1, u1) = [(mp.mpf(d[0]), mp.mpf(d[1])) for d in (design[0], design[-1])]
    slope = mp.log(u1 / u0) / (x1 - x0)
    return [mp.log(u0) - slope * x0, slope]


def derivatives(design):
    """g_i, g_ij and g_ijj."""
    line = true_line(design)
    m = len(design)
    truth = [mp.exp(-mp.exp(line[0] + line[1] * x) - offset) for x, _, offset, _ in design]
    known = {}

    def g(moves):
        key = tuple(moves)
        if key not in known:
            known[key] = slope_of(design, line, [p + STEP * s for p, s in zip(truth, key)])
        return known[key]

    def at(*steps):
        moves = [0] * m
        for i, by in steps:
            moves[i] += by
        return g(moves)

    first = [(at((i, 1)) - at((i, -1))) / (2 * STEP) for i in range(m)]
    second = [[(at((i, 1), (j, 1)) - at((i, 1), (j, -1)) - at((i, -1), (j, 1))
                + at((i, -1), (j, -1))) / (4 * STEP ** 2) for j in range(m)] for i in range(m)]
    third = [[sum(s * (at((i, s), (j, 2)) - 2 * at((i, s)) + at((i, s), (j, -2)))
                  for s in (1, -1)) / (8 * STEP ** 3) for j in range(m)] for i in range(m)]
    return truth, first, second, third


def share(design):
    truth, first, second, third = derivatives(design)
    m = range(len(design))
    k2 = [p * (1 - p) / d[3] for p, d in zip(truth, design)]
    k3 = [p * (1 - p) * (1 - 2 * p) / mp.mpf(d[3]) ** 2 for p, d in zip(truth, design)]
    leading = sum(first[i] ** 2 * k2[i] for i in m)
    rest = sum(first[i] * second[i][i] * k3[i] for i in m)
    rest += sum((second[i][j] ** 2 / 2 + first[i] * third[i][j]) * k2[i] * k2[j]
                for i in m for j in m)
    return leading, rest / leading


for design in DESIGNS:
    slope = true_line(design)[1]  # the rest of exp(eta) follows from the line
    level = true_line(design)[0]
    print("points", [(x, mp.nstr(-mp.exp(level + slope * x) - o, 17), o, n)
                     for x, _, o, n in design])
    variance, part = share(design)
    print("variance", mp.nstr(variance, 17), "share", mp.nstr(part, 15))

for log_right, tokens, offset in [(mp.log(mp.mpf("1e-300")), 1, 0), (mp.log(mp.mpf("1e-4")), 1, 0),
                                  (mp.log(mp.mpf("0.203")), 1, 0), (mp.mpf("-0.5"), 1, "0.2"),
                                  (mp.mpf("-1e-16"), 1, 0), (mp.mpf("-1e-3"), 1, "0.0005"),
                                  (mp.mpf("-0.1"), 20, "0.5"), (mp.mpf("-1e-9"), 5, 0),
                                  (mp.mpf("-30"), 7, "3.5")]:
    p = mp.exp(log_right)
    each = p * (log_right + mp.mpf(offset) / tokens) ** 2 / (1 - p)
    print("information", mp.nstr(log_right, 20), tokens, offset, mp.nstr(tokens * each, 17))

for log_p, tokens in [("-1e-17", 5), ("-1e-8", 1000), ("-0.01", 20), ("-0.6931471805599453", 5),
                      ("-2.302585092994046", 5), ("-1", 300), ("-1", 699), ("-1", 701),
                      ("-1", 715), ("-7", 101), ("-650", 2), ("-300", 3)]:
    t = -mp.mpf(log_p)
    print("rate", log_p, tokens, mp.nstr(sum(mp.exp(m * t) for m in range(tokens)) / tokens, 17))

best = mp.findroot(lambda p: mp.diff(lambda q: q * mp.log(q) ** 2 / (1 - q), p), 0.2)
print("most informative", mp.nstr(best, 17), mp.nstr(best * mp.log(best) ** 2 / (1 - best), 17))
