"""Reference values for tests/test_student_t.c at 50 digits, by the beta integral.

P(|T| > t) is the lower tail of Beta(df/2, 1/2) at df/(df + t^2), integrated by reference_beta.py.
Near one half the probability of 0 < T < t is integrated itself, because 2 tail is near 1.
Prints C initialisers: tail, df, t. Closed forms at 1 and 2 degrees of freedom are compared.
"""
import mpmath as mp
from reference_beta import quantile

mp.mp.dps = 50
TAILS = [5e-13, 1e-6, 0.025, 0.25, 0.4, 0.4999, 0.5 - 2.0**-30, 0.5 - 2.0**-50,
         0.5 + 2.0**-50, 0.5 + 2.0**-20, 0.975]
DFS = [0.5, 1, 1.5, 2, 5, 29, 100.5, 999, 1e5, 1e7, 1e9, 1e12, 1e15]


def closed_form(tail, df):
    tail = mp.mpf(tail)
    if df == 1:
        return mp.cot(mp.pi * tail)
    return (1 - 2 * tail) * mp.sqrt(1 / (2 * tail * (1 - tail)))


def upper(tail, df):
    """The t with P(T > t) = tail."""
    tail, df = mp.mpf(tail), mp.mpf(df)
    if tail > 0.5:
        return -upper(1 - tail, df)
    if tail > 0.3:  # x = t^2/(df + t^2) has P(Beta(1/2, df/2) <= x) = 1 - 2 tail
        x, rest = quantile(1 - 2 * tail, False, mp.mpf(1) / 2, df / 2)
    else:
        x, rest = quantile(2 * tail, True, mp.mpf(1) / 2, df / 2)
    return mp.sqrt(df * x / rest)


if __name__ == "__main__":
    for df in DFS:
        for tail in TAILS:
            t = upper(tail, df)
            if df in (1, 2):
                assert abs(t / closed_form(tail, df) - 1) < 1e-20
            print(f"{{ {tail!r}, {df!r}, {float(t)!r} }},", flush=True)
