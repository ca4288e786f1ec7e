"""Reference rows for tests/test_beta_binomial.c, in 60-digit arithmetic: probabilities of w failures by beta functions."""
import mpmath as mp

mp.mp.dps = 60


def failures(m, rho, right, w):
    """Binomial(m, rate) averaged over rate ~ Beta, or Binomial if rho = 0."""
    wrong = 1 - right
    if rho == 0:
        return mp.binomial(m, w) * wrong**w * right ** (m - w)
    strength = 1 / rho - 1
    a, b = right * strength, wrong * strength
    # Beta functions of huge arguments cancel: digits for as many as rho has zeros.
    with mp.workdps(60 + 2 * max(0, int(-mp.log10(rho)) + int(-mp.log10(right)))):
        return mp.binomial(m, w) * mp.beta(a + m - w, b + w) / mp.beta(a, b)


for m, rho, right, w in [
    (1, "0.4", "0.3", 1), (10, "0.25", "0.3", 0), (10, "0.25", "0.3", 4), (10, "0.25", "0.3", 10),
    (7, "0", "0.3", 5), (7, "1e-14", "0.3", 5), (1000, "0.001", "0.5", 400), (1000, "0.3", "0.999", 1000),
    (5, "0.2", "1e-300", 5), (5, "0.2", "1e-300", 4), (5, "0.2", "1e-300", 0), (5, "1e-12", "1e-30", 3),
    (6, "0.9999999999", "0.2", 6), (6, "0.9999999999", "0.2", 3), (1000, "1e-9", "0.01", 980),
]:
    value = failures(m, mp.mpf(float(rho)), mp.mpf(float(right)), w)
    print(f"    {{ {m}, {rho}, {right}, {w}, {mp.nstr(value, 17)} }},")
