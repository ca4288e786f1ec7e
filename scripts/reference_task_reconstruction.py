"""Reference rows for test_reconstruction in tests/test_simulated_tasks.c: reconstruction rates and the coverage
of Student's t interval of two items whose squared errors are gamma, by quadrature (scipy)."""
import numpy as np
from scipy import integrate, stats

SHAPE, LEVEL = 2.5, 0.9
t = stats.t.ppf((1 + LEVEL) / 2, 1)
# The sum of two is Gamma(2 s), and the share of the first in it Beta(s, s), independent of the sum:
# |sum/2 - mean| <= t |difference|/2 with difference = sum (2 share - 1).
total, share = stats.gamma(2 * SHAPE), stats.beta(SHAPE, SHAPE)


def covered(u):
    d = abs(2 * u - 1) * t
    low = 2 * SHAPE / (1 + d)
    high = 2 * SHAPE / (1 - d) if d < 1 else np.inf
    return (total.cdf(high) - total.cdf(low)) * share.pdf(u)


edge = (1 / t) / 2
value = 2 * sum(integrate.quad(covered, a, b, epsabs=1e-12)[0] for a, b in [(0.5, 0.5 + edge), (0.5 + edge, 1)])
print(f"coverage {value:.9f}")
for parameters in [3e6, 7e7, 2e9]:
    loss = (parameters / 4e7) ** -0.37 + 0.03
    print(", ".join(f"{stats.gamma.cdf(x, SHAPE, scale=loss / SHAPE):.12g}" for x in (0.2, 0.75)))
