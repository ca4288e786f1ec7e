"""Reference rows for tests/test_pass_at_k.c: alternating sums of moments of the beta distribution in high precision,
a route that neither integrates nor knows the number of answers when it computes the true value."""
import mpmath as mp

mp.mp.dps = 700


def moment(loss, strength, m):
    """E[p^m]."""
    a, b = mp.exp(-loss) * strength, -mp.expm1(-loss) * strength
    return mp.exp(mp.loggamma(a + m) - mp.loggamma(a + b + m) + mp.loggamma(a + b) - mp.loggamma(a))


def pmf(loss, strength, tokens, s, c):
    return mp.binomial(s, c) * sum(
        (-1) ** j * mp.binomial(s - c, j) * moment(loss, strength, tokens * (c + j)) for j in range(s - c + 1))


def truth(loss, strength, tokens, k):
    return -sum((-1) ** j * mp.binomial(k, j) * moment(loss, strength, tokens * j) for j in range(1, k + 1))


# Strength A + B = 1/rho - 1 with rho a power of two, so that doubles hold both.
for loss, exponent, tokens, s, k in [
    (0.5, 3, 20, 10, 4), (0.25, 1, 1, 7, 2), (1e-6, 20, 1000, 40, 3), (5.0, 10, 3, 25, 25), (2.0, 20, 100, 6, 5),
    (1e-6, -1, 1000, 30, 7), (0.001, 12, 700, 200, 50), (14.0, 1, 1, 12, 6), (0.03, 26, 30, 64, 8),
    (40.0, 2, 2, 200, 50), (200.0, 3, 5, 30, 7),
]:
    rho = mp.mpf(2) ** -exponent if exponent > 0 else 1 - mp.mpf(2) ** -20
    strength = 1 / rho - 1
    x = mp.mpf(loss)
    cs = [1, s // 2, s - 1, s]
    values = [truth(x, strength, tokens, k)] + [pmf(x, strength, tokens, s, c) for c in cs]
    numbers = ", ".join(mp.nstr(v, 17) for v in values)
    print(f"    {{ {loss}, {mp.nstr(rho, 17)}, {tokens}, {s}, {k}, {{ {numbers} }} }},")
