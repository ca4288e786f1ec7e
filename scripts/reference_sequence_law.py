"""Reference rows for tests/test_sequence_law.c: sums over the pmf in 50-digit arithmetic."""
import mpmath as mp

mp.mp.dps = 50


def pmf(loss, length, rho, j):
    p, q = mp.exp(-loss), -mp.expm1(-loss)
    if rho == 0:
        return mp.binomial(length, j) * q**j * p ** (length - j)
    a, b = p * (1 / rho - 1), q * (1 / rho - 1)
    return mp.binomial(length, j) * mp.beta(b + j, a + length - j) / mp.beta(a, b)


for loss, length, rho in [
    ("0.25", 1, "0"), ("0.5", 20, "0"), ("1e-12", 7, "0"), ("3.5", 3, "0"), ("50", 2, "0"),
    ("0.5", 20, "0.1"), ("0.02", 40, "0.9"), ("2", 5, "1e-6"),
]:
    x, r = mp.mpf(float(loss)), mp.mpf(float(rho))
    probabilities = [pmf(x, length, r, j) for j in range(length + 1)]
    accuracy = probabilities[0]
    distance = sum(j * w for j, w in enumerate(probabilities))
    variance = sum((j - distance) ** 2 * w for j, w in enumerate(probabilities))
    values = accuracy, mp.sqrt(accuracy * (1 - accuracy)), distance, mp.sqrt(variance)
    numbers = ", ".join(mp.nstr(v, 17) for v in values)
    print(f"    {{ {{ {loss}, {length}, {rho} }}, {numbers} }},")

# Cross-entropy with rho = .2: mean and sd of -log p, p ~ Beta(4 exp(-loss), 4 - 4 exp(-loss)), and the coverage of
# Student's t interval of two items at level .9, by a Stieltjes sum over the smaller of the two.
import numpy as np
from scipy import stats

t = stats.t.ppf(0.95, 1)
for parameters in [3e6, 7e7, 2e9]:
    loss = (parameters / 4e7) ** -0.37 + 0.03
    a, b = 4 * np.exp(-loss), 4 * -np.expm1(-loss)
    mean = float(mp.digamma(4) - mp.digamma(a))
    sd = float(mp.sqrt(mp.psi(1, a) - mp.psi(1, 4)))
    nodes = np.concatenate([np.linspace(0, 8, 2_000_001), np.linspace(8, 400, 400_001)[1:]])
    cdf = stats.beta.sf(np.exp(-nodes), a, b)
    x = (nodes[1:] + nodes[:-1]) / 2
    least = np.maximum.reduce([x, (x * (1 + t) - 2 * mean) / (t - 1), (2 * mean + x * (t - 1)) / (1 + t)])
    coverage = 2 * np.sum(np.diff(cdf) * stats.beta.cdf(np.exp(-least), a, b))
    print(f"    {{ {mean:.12g}, {sd:.12g}, {coverage:.7f} }},")
