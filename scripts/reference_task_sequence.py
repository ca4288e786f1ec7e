"""Reference rows for tests/test_task_sequence.c: sums over the pmf in 50-digit arithmetic."""
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
