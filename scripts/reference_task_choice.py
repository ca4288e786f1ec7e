"""Reference rows for tests/test_neg_log_beta.c, test_dirichlet_largest.c, test_task_choice.c and
test_simulated_tasks.c: mpmath quadrature and raw Dirichlet moments in 40-digit arithmetic, and the
coverage of Student's t interval of two items by one-dimensional quadrature (scipy)."""
import mpmath as mp
import numpy as np
from scipy import integrate, stats

mp.mp.dps = 40


def show(*values):
    print("    { " + ", ".join(v if isinstance(v, str) else mp.nstr(v, 17) for v in values) + " },")


print("neg_log_beta: a, b, mean, sd")
for a, b in [("2.5", "7.5"), ("0.001", "3"), ("9.5", "1e-9"), ("1e6", "3e-4"), ("40", "0.4"), ("40", "0.39"),
             ("1e5", "1e6"), ("1e-5", "1e-6"), ("1e-20", "2")]:
    x, y = mp.mpf(float(a)), mp.mpf(float(b))
    show(a, b, mp.digamma(x + y) - mp.digamma(x), mp.sqrt(mp.psi(1, x) - mp.psi(1, x + y)))


def largest(a, b, others):
    """P(X_0 > all others) by the density of X_0 over t = log x, split at its peak."""
    a, b = mp.mpf(float(a)), mp.mpf(float(b))
    low = (mp.log(a + others * b) if a + others * b < 1 else 0) - 110 / (a + others * b)
    if a > 50:
        low = mp.log(a) - 30 / mp.sqrt(a)
    high = mp.log(a + others * b + 60 + 20 * mp.sqrt(a + others * b))

    def f(t):
        x = mp.exp(t)
        p = mp.gammainc(b, 0, x, regularized=True)
        return mp.exp(a * t - x - mp.loggamma(a)) * p**others

    nodes = [low + (high - low) * i / 24 for i in range(25)]
    return mp.quad(f, nodes)


print("dirichlet_largest: a, b, others, probability")
mp.mp.dps = 25
for a, b, others in [("5.5", "1.5", 3), ("2.5", "2.5", 3), ("0.4", "0.2", 2), ("30", "12", 4), ("0.02", "0.005", 3),
                     ("700", "640", 2), ("9", "1e-5", 3), ("1", "1", 9)]:
    show(a, b, str(others), largest(a, b, others))
mp.mp.dps = 40


def rising(x, n):
    return mp.rf(x, n)


def choice(loss, k, kappa):
    loss, kappa = mp.mpf(float(loss)), mp.mpf(float(kappa))
    pi = mp.mpf(1) / k + (1 - mp.mpf(1) / k) * mp.exp(-loss)
    alpha = [kappa * pi] + [kappa * (1 - pi) / (k - 1)] * (k - 1)

    def moment(powers):
        top = mp.fprod(rising(alpha[i], n) for i, n in powers.items())
        return top / rising(kappa, sum(powers.values()))

    def product(i, j):  # of the squares of two components
        return moment({i: 4} if i == j else {i: 2, j: 2})

    squares = [moment({i: 2}) for i in range(k)]
    mean = sum(squares) - 2 * pi + 1
    s2 = sum(product(i, j) for i in range(k) for j in range(k))
    sp = sum(moment({0: 3} if i == 0 else {i: 2, 0: 1}) for i in range(k))
    second = s2 + 4 * squares[0] - 4 * sp  # of S - 2 p
    variance = second - (mean - 1) ** 2
    entropy = mp.digamma(kappa) - mp.digamma(alpha[0])
    entropy_sd = mp.sqrt(mp.psi(1, alpha[0]) - mp.psi(1, kappa))
    return mean, mp.sqrt(variance), entropy, entropy_sd


print("choice: loss, options, concentration, brier, its sd, entropy, its sd")
for loss, k, kappa in [("0.7", 4, "10"), ("0.02", 2, "3.5"), ("3", 10, "0.4"), ("1e-7", 3, "50"), ("200", 4, "1e5"),
                       ("0.5", 100, "2e4")]:
    show("{ " + f"{loss}, {k}, {kappa}" + " }", *choice(loss, k, kappa))


def pair_coverage(cdf, nodes, mean, level):
    """Student's t of two items: the larger must be far enough from the smaller one."""
    t = stats.t.ppf((1 + level) / 2, 1)
    # Stieltjes sum over a fine grid of the smaller value, midpoint in between.
    f = cdf(nodes)
    x = (nodes[1:] + nodes[:-1]) / 2
    least = np.maximum.reduce([x, (x * (1 + t) - 2 * mean) / (t - 1), (2 * mean + x * (t - 1)) / (1 + t)])
    return 2 * np.sum(np.diff(f) * (1 - cdf(least)))


print("coverage of student_t at level .9, two items")
for parameters in [3e6, 7e7, 2e9]:
    loss = (parameters / 4e7) ** -0.37 + 0.03
    for k in (2, 4):
        a = 6 * (1 / k + (1 - 1 / k) * np.exp(-loss))
        b = 6 - a
        mean = float(choice(repr(float(loss)), k, "6")[0])
        entropy = float(choice(repr(float(loss)), k, "6")[2])
        p = np.concatenate([np.linspace(0, 1, 2_000_001)])
        x = 2 * (1 - p[::-1]) ** 2
        brier = pair_coverage(lambda v: stats.beta.sf(1 - np.sqrt(np.clip(v, 0, 2) / 2), a, b), x, mean, 0.9)
        u = np.concatenate([np.linspace(0, 8, 1_000_001), np.linspace(8, 80, 200_001)[1:]])
        ce = pair_coverage(lambda v: stats.beta.sf(np.exp(-v), a, b), u, entropy, 0.9)
        print(f"    K = {k}, N = {parameters:g}: brier {brier if k == 2 else float('nan'):.7f}, entropy {ce:.7f}")
