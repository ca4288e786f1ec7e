"""Reference rows for tests/test_cluster_totals.c, in 60-digit arithmetic: correlations of the scores of two items of a cluster by sums over the law of an item."""
import mpmath as mp

mp.mp.dps = 60


def item(loss, length, rho, j):
    p, q = mp.exp(-loss), -mp.expm1(-loss)
    if rho == 0:
        return mp.binomial(length, j) * q**j * p ** (length - j)
    a, b = p * (1 / rho - 1), q * (1 / rho - 1)
    return mp.binomial(length, j) * mp.beta(b + j, a + length - j) / mp.beta(a, b)


for loss, length, rho in [
    ("0.25", 1, "0"), ("0.5", 20, "0"), ("1e-12", 7, "0"), ("3.5", 3, "0"), ("50", 2, "0"), ("0.5", 20, "0.1"),
    ("0.02", 40, "0.9"), ("2", 5, "1e-6"), ("1e-9", 4, "0.3"),
]:
    x, r = mp.mpf(float(loss)), mp.mpf(float(rho))
    law = [item(x, length, r, j) for j in range(length + 1)]
    right, wrong = law[0], sum(law[1:])
    distance = sum(j * w for j, w in enumerate(law))
    variance = sum((j - distance) ** 2 * w for j, w in enumerate(law))
    # Covariance of two items: that of being wrong times the square of the mean if wrong.
    value = (distance / wrong) ** 2 * right * wrong / variance
    print(f"    {{ {{ {loss}, {length}, {rho} }}, {mp.nstr(value, 17)} }},")
