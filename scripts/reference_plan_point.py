"""Reference values for tests/test_plan_point.c and tests/test_plan_fit.c: true accuracies of every kind of
task from their definitions in 30-digit arithmetic; quantiles of what a fit predicts from two million draws
of its parameters beside the closed form; and the fit of OPT on 3-digit addition by Newton's method, to
show what an alpha and a c that are taken as independent do to its predictions."""
import mpmath as mp
import numpy as np
from scipy import optimize, stats

mp.mp.dps = 30


def show(*values):
    print("    { " + ", ".join(v if isinstance(v, str) else mp.nstr(v, 17) for v in values) + " },")


def loss(n, c, alpha, irreducible=0):
    return (mp.mpf(n) / mp.mpf(c)) ** mp.mpf(alpha) + mp.mpf(irreducible)


def sequence(l, tokens, rho):
    """P(no wrong token), the binomial or beta-binomial product."""
    p, product = mp.exp(-l), mp.mpf(1)
    for i in range(tokens):
        strength = (1 - mp.mpf(rho)) / mp.mpf(rho) if rho else None
        product *= (p * strength + i) / (strength + i) if rho else p
    return product


def grade(l, options, kappa):
    """P(X_0 > all others) of gamma variables, by quadrature over the largest."""
    kappa, k = mp.mpf(kappa), mp.mpf(options)
    a, b = kappa * (1 / k + (1 - 1 / k) * mp.exp(-l)), kappa * (1 - mp.exp(-l)) / k

    def f(x):
        return x ** (a - 1) * mp.exp(-x) / mp.gamma(a) * mp.gammainc(b, 0, x, regularized=True) ** (options - 1)

    return mp.quad(f, [0, a / 4, a, 2 * a, 4 * a, 40 + 4 * a, 200])


print("law: parameters, tokens, item correlation, accuracy (c = 2e8, alpha = -.3, irreducible = .1)")
for n, tokens, rho in [("1e7", 1, "0"), ("1e7", 20, "0"), ("1e9", 5, "0"), ("1e9", 5, ".1"), ("1e11", 20, ".4")]:
    show(n, str(tokens), rho, sequence(loss(n, "2e8", "-.3", ".1"), tokens, mp.mpf(rho)))
print("studies (c = 1e8, alpha = -.35, irreducible = .05): kind, parameters, difficulty, accuracy")
for n in ["1e7", "1e9"]:
    l = loss(n, "1e8", "-.35", ".05")
    show("subset", n, "3", sequence(l, 3, 0))
    show("choice", n, "4", grade(l, 4, 10))
    show("reconstruction", n, ".5", mp.gammainc(8, 0, 8 * mp.mpf(".5") / l, regularized=True))

rng = np.random.default_rng(20230428)
print("fit: parameters, tokens, accuracy at the 10, 50, 90 % quantile of the loss")
alpha, log_c = mp.mpf("-.3"), mp.log(mp.mpf("2e8"))
alpha_sd = mp.mpf(".1") / 2 / mp.mpf(stats.norm.isf(.025))
log_c_sd = mp.log(4) / 2 / mp.mpf(stats.norm.isf(.025))
for n, tokens in [("1e9", 1), ("1e9", 5), ("1e12", 20), ("2e8", 3), ("3e6", 2)]:
    x = mp.log(mp.mpf(n)) - log_c
    eta = alpha * x + mp.log(tokens)
    sd = mp.sqrt(x ** 2 * alpha_sd ** 2 + alpha ** 2 * log_c_sd ** 2)
    exact = [mp.exp(-mp.exp(eta + z * sd)) for z in map(mp.mpf, stats.norm.ppf([.1, .5, .9]))]
    show(n, str(tokens), *exact)
    draws = rng.standard_normal((2, 2_000_000))
    # eta = alpha (log N - log c) + log L, the product of the two errors left out
    etas = float(eta) + float(x * alpha_sd) * draws[0] - float(alpha * log_c_sd) * draws[1]
    drawn = np.quantile(np.exp(-np.exp(etas)), [.9, .5, .1])
    full = (float(alpha) + float(alpha_sd) * draws[0]) * (float(x) - float(log_c_sd) * draws[1])
    with_it = np.quantile(np.exp(-np.exp(full + np.log(tokens))), [.9, .5, .1])
    print("      drawn", drawn, "with the product", with_it)

size = np.array([125e6, 350e6, 1.3e9, 2.7e9, 6.7e9, 13e9, 30e9, 66e9])
solved = np.array([0, 1, 1, 3, 13, 15, 29, 108])


def deviance(intercept, slope, at):
    """Minus the log-likelihood of accuracy = exp(-exp(eta)), eta = intercept + slope log(N/at)."""
    mass = np.exp(intercept + slope * np.log(size / at))
    return np.sum(solved * mass - (2000 - solved) * np.log(-np.expm1(-mass)))


def fit(at):
    """Estimates, and their covariance from a difference quotient of the gradient."""
    best = optimize.minimize(lambda p: deviance(p[0], p[1], at), [2.0, -.2], method="Nelder-Mead",
                             options={"xatol": 1e-11, "fatol": 1e-12, "maxiter": 10000}).x
    h, hessian = 1e-4, np.empty((2, 2))
    for i in range(2):
        for j in range(2):
            a, b = np.eye(2)[i] * h, np.eye(2)[j] * h
            hessian[i, j] = sum(s * t * deviance(*(best + s * a + t * b), at) for s in (1, -1) for t in (1, -1)) / (4 * h * h)
    return best, np.linalg.inv(hessian)


def profile(fixed_at):
    """95 % profile-likelihood limits of alpha and of eta at a size, and of log c."""
    best, _ = fit(fixed_at)
    drop = stats.chi2.isf(.05, 1) / 2 + deviance(*best, fixed_at)

    def rest(f):
        return optimize.minimize_scalar(f, bounds=(-3, 10), method="bounded", options={"xatol": 1e-12}).fun

    def limits(value, estimate, step):
        ends = []
        for sign in (-1, 1):
            far = estimate + sign * step
            while value(far) < drop:
                far += sign * step
            ends.append(optimize.brentq(lambda v: value(v) - drop, estimate, far))
        return ends

    slopes = limits(lambda v: rest(lambda e: deviance(e, v, fixed_at)), best[1], .02)
    etas = limits(lambda v: optimize.minimize_scalar(
        lambda s: deviance(v, s, fixed_at), bounds=(-2, -.01), method="bounded", options={"xatol": 1e-12}).fun,
        best[0], .02)
    log_c = np.log(fixed_at) - best[0] / best[1]
    cs = limits(lambda v: optimize.minimize_scalar(
        lambda s: deviance(s * (np.log(fixed_at) - v), s, fixed_at), bounds=(-2, -.01), method="bounded",
        options={"xatol": 1e-12}).fun, log_c, .5)
    return best, slopes, etas, np.exp(log_c), np.exp(cs)


(_, slope), covariance = fit(1e9)
centre = 1e9 * np.exp(-covariance[0, 1] / covariance[1, 1])
best, slopes, etas, c, cs = profile(centre)
print("OPT: alpha %.17g %.17g %.17g  c %.17g %.17g %.17g" % (best[1], *slopes, c, *cs))
print("  centre %.17g  eta %.17g %.17g %.17g" % (centre, best[0], *etas))
z = stats.norm.isf(.025)
for n in [1.3e9, 66e9, 1e12, 1e14]:
    (_, _), full = fit(n)
    of_centre = np.hypot((etas[1] - etas[0]) / 2 / z, np.log(n / centre) * (slopes[1] - slopes[0]) / 2 / z)
    of_c = np.hypot(best[1] * np.log(cs[1] / cs[0]) / 2 / z, np.log(n / c) * (slopes[1] - slopes[0]) / 2 / z)
    print("  %g parameters: sd of eta %.4g, by the centre %.4g, by c %.4g" % (n, np.sqrt(full[0, 0]), of_centre, of_c))
