"""Reference values for tests/test_sample.c: numpy's means and quantiles, scipy's binomial,
Student's t from its density at 30 digits. Prints C initialisers."""
import mpmath as mp
import numpy as np
from scipy import stats

x = np.array([0.31, 2.5, -1.25, 0.5, 4.75, 0.62, 1.1, -0.4, 3.3, 0.05, 0.9, 7.2])
cluster = np.array([7, 7, 3, 3, 3, 9, 11, 11, 2, 2, 5, 5])
stratum = np.array([1, 1, 1, 1, 1, 1, 4, 4, 4, 4, 4, 4])


def robust(x, cluster, stratum):
    """Standard error and degrees of freedom, unit by unit."""
    m, n = x.mean(), len(x)
    variance = units = 0
    for h in set(stratum):
        inside = stratum == h
        d = np.array([(x[inside & (cluster == c)] - m).sum() for c in set(cluster[inside])])
        variance += len(d) * d.var(ddof=1) / n**2
        units += len(d)
    return np.sqrt(variance), units - len(set(stratum))


def t_quantile(tail, df):
    """Upper quantile; scipy's has 11 digits."""
    mp.mp.dps = 30
    scale = mp.gamma((df + 1) / mp.mpf(2)) / (mp.sqrt(df * mp.pi) * mp.gamma(df / mp.mpf(2)))
    above = lambda t: scale * mp.quad(lambda x: (1 + x * x / df) ** (-(df + 1) / mp.mpf(2)),
                                      [t, t + 1, t + 10, t + 100, mp.inf])
    return float(mp.findroot(lambda t: above(t) / tail - 1, stats.t.isf(tail, df)))


alone, together = np.arange(len(x)), np.ones(len(x))
for name, c, h in (("items", alone, together), ("clusters", cluster, together),
                   ("strata", alone, stratum), ("both", cluster, stratum)):
    se, df = robust(x, c, h)
    if name == "items":
        assert np.isclose(se, stats.sem(x), rtol=1e-14) and df == len(x) - 1
    for tail in (0.025, 0.0005):
        t = t_quantile(tail, df)
        print(f"{{ /* {name} */ {tail}, {x.mean() - t * se:.15g}, {x.mean() + t * se:.15g} }},")

print("type 2 quantiles")
for p in (0.05, 0.1, 0.25, 1 / 3, 0.5, 0.75, 0.9, 0.95):
    print(f"{{ {p!r}, {np.quantile(x, p, method='averaged_inverted_cdf'):.15g} }},")

print("order statistics: n, p, tail, l, u (0 and n + 1: none)")
for n in (1, 5, 6, 10, 100, 1001):
    for p in (0.5, 0.9, 0.01):
        for tail in (0.025, 0.005):
            low = max((l for l in range(n + 1) if stats.binom.cdf(l - 1, n, p) <= tail))
            high = min((u for u in range(1, n + 2) if stats.binom.sf(u - 1, n, p) <= tail))
            print(f"{{ {n}, {p}, {tail}, {low}, {high} }},")
