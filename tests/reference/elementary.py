#!/usr/bin/env python3
"""Writes tests/core/numerics/elementary_table.inc: the elementary functions at chosen points, from mpmath.

Every value is worked out with 50 digits at the double nearest the chosen point and stored as its double and, in units
in the last place (ulp) of that, what is left, so that errors far below one ulp can be measured. Points: fixed extremes and edges of the
implementations' own intervals, then random ones (a fixed seed) over each range, evenly or evenly in the logarithm.

Run: python3 tests/reference/elementary.py > tests/core/numerics/elementary_table.inc   (needs mpmath)
"""
import math
import random

import mpmath as mp

mp.mp.dps = 50
RANDOM = random.Random(20261123)
EACH = 50  # random points a range


def even(lo, hi):
    return [RANDOM.uniform(lo, hi) for _ in range(EACH)]


def logarithmic(lo, hi, signs=(1,)):
    a, b = mp.log(lo), mp.log(hi)
    return [float(RANDOM.choice(signs) * mp.exp(a + (b - a) * RANDOM.random())) for _ in range(EACH)]


def beside(*values):
    """Each value and the doubles next to it."""
    out = []
    for v in values:
        step = mp.mpf(2) ** (mp.frexp(mp.mpf(v))[1] - 53)
        out += [float(mp.mpf(v) - step), float(v), float(mp.mpf(v) + step)]
    return out


def cdf(x):
    return mp.erfc(-x / mp.sqrt(2)) / 2


def log_cdf(x):
    if x < -1000:  # beyond mpmath's erfc; the asymptotic series (Abramowitz and Stegun 26.2.12)
        total, term = mp.mpf(1), mp.mpf(1)
        for k in range(1, 12):
            term *= -(2 * k - 1) / x**2
            total += term
        return -x * x / 2 - mp.log(-x * mp.sqrt(2 * mp.pi)) + mp.log(total)
    return mp.log(cdf(x)) if x < 1 else mp.log1p(-cdf(-x))


def quantile(p):
    """Bisection on the logarithm of the smaller tail: slow and plain."""
    if p == mp.mpf(1) / 2:
        return mp.mpf(0)
    tail = min(p, 1 - p)
    lo, hi = mp.mpf(-40), mp.mpf(0)
    for _ in range(190):
        mid = (lo + hi) / 2
        if cdf(mid) < tail:
            lo = mid
        else:
            hi = mid
    return lo if p < mp.mpf(1) / 2 else -lo


HALF_LN2 = 0.34657359027997264
PI = 3.141592653589793
TABLES = {
    "exp": (mp.exp, beside(1, -1, HALF_LN2, -HALF_LN2, 709.78, -708.4)
            + [0.0, 1e-300, -1e-17, 1e-8, -744.0, -745.1] + even(-0.5, 0.5) + even(-708, 709) + even(-745, -708)),
    "expm1": (mp.expm1, beside(HALF_LN2, -HALF_LN2, 37.1, -37.4)
              + [0.0, 5e-324, 1e-300] + even(-1, 1) + logarithmic(1e-18, 0.5, (-1, 1)) + even(-41, 60)
              + even(36.4, 38.1)),
    "log": (mp.log, beside(1, 2, 0.7071067811865476, 1.4142135623730951)
            + [5e-324, 1e-310, 2.2250738585072014e-308, 1.7976931348623157e308]
            + even(0.6, 1.5) + logarithmic(1e-307, 1e308) + logarithmic("5e-324", 2e-308)),
    "log1p": (mp.log1p, beside(-0.29, 0.41, 1, -0.5) + [0.0, 5e-324, -0.9999999999999999, 1e300]
              + logarithmic(1e-18, 0.9, (-1, 1)) + even(-0.99999, 1) + logarithmic(0.1, 1e20)),
    "sin": (mp.sin, beside(PI / 4, PI / 2, PI, 2 * PI, 1048575.0) + [0.0, 1e-300, 1e-9]
            + even(-4, 4) + even(-1000, 1000) + even(-1048576, 1048576)),
    "cos": (mp.cos, beside(PI / 4, PI / 2, PI, 2 * PI, 1048575.0) + [0.0, 1e-300, 1e-9]
            + even(-4, 4) + even(-1000, 1000) + even(-1048576, 1048576)),
    "erf": (mp.erf, beside(0.5, -0.5) + [0.0, 1e-300, 1e-9, 6.0] + logarithmic(1e-18, 1, (-1, 1)) + even(-1, 1)
            + even(-6, 6)),
    "erfc": (mp.erfc, beside(0.25, 0.5, -0.5, 1, 1.25, 2, 8, 16) + [0.0, -6.0, 26.0]
             + even(-6, 0.5) + even(0.5, 6) + even(6, 26)),
    "tanh": (mp.tanh, beside(0.1732, 22.0) + [0.0, 1e-300, 1e-9] + logarithmic(1e-18, 1, (-1, 1)) + even(-1, 1)
             + even(-22, 22)),
    "log_gamma": (mp.loggamma, beside(1, 2, 10) + [1e-300, 0.5, 1e10] + logarithmic(1e-10, 1) + even(0.5, 12)
                  + logarithmic(10, 1e6)),
    "digamma": (lambda x: mp.digamma(x), [1e-300, 0.5, 1.0, 1.4616321449683622, 10.0, 1e10]
                + logarithmic(1e-10, 1) + even(0.5, 12) + logarithmic(10, 1e6)),
    "trigamma": (lambda x: mp.polygamma(1, x), [1e-150, 0.5, 1.0, 10.0, 1e10]
                 + logarithmic(1e-10, 1) + even(0.5, 12) + logarithmic(10, 1e6)),
    "normal_cdf": (cdf, beside(-0.7072, 0.7072) + [0.0, -1.0, 8.0] + even(-1, 1) + even(-8, 8) + even(-37, -5)),
    "log_normal_cdf": (log_cdf, beside(-0.7072, 0.7072) + [0.0, -45.0, -46.0, -1e4, -1e150, 20.0]
                       + even(-1, 1) + even(-8, 8) + even(-60, -5)),
    "normal_quantile": (quantile, beside(0.23, 0.25, 0.75, 0.77)
                        + [0.5, 1e-300, 2.2250738585072014e-308, 0.025, 0.975, 0.9999999999999999]
                        + even(0, 1) + logarithmic(1e-300, 0.3)
                        + [0.5 + d for d in logarithmic(1e-10, 0.3, (-1, 1))]),
}


def split(value):
    high = float(value)
    return f"{high!r}, {float((value - mp.mpf(high)) / mp.mpf(math.ulp(high))):.4f}"


print("// Written by tests/reference/elementary.py; change that, not this.")
print("// {x, value, what the value's double leaves over in ulp}\n")
for name, (function, points) in TABLES.items():
    print(f"constexpr Point k_{name}[] = {{")
    for x in dict.fromkeys(points):
        print(f"    {{{x!r}, {split(function(mp.mpf(x)))}}},")
    print("};\n")

print("constexpr PowPoint k_pow[] = {")
points = [(1e-300, 1.0), (2.0, 0.5), (10.0, -5.0), (0.5, 1074.0), (1.0000000001, 1e10)]
points += list(zip(logarithmic(1e-3, 1e3), even(-3, 3))) + list(zip(logarithmic(1e-300, 1e300), even(-1, 1)))
points += list(zip(even(0.99, 1.01), even(-30000, 30000)))
for x, y in points:
    print(f"    {{{x!r}, {y!r}, {split(mp.power(mp.mpf(x), mp.mpf(y)))}}},")
print("};\n")

print("constexpr ChiPoint k_chi_square_survival[] = {")
points = [(k, x) for k in (1, 2, 3, 4, 5, 9, 10, 99, 100) for x in (k * 0.01, k * 0.5, float(k), k * 2.0, k * 5.0)]
points += [(k, k * f) for k in (255, 1000, 1001, 3999) for f in (0.5, 0.9, 1.0, 1.1)]
points += [(1, 1e-10), (1, 700.0), (2, 1400.0), (5000, 2000.0)]
for k, x in points:
    value = mp.gammainc(mp.mpf(k) / 2, mp.mpf(x) / 2, mp.inf, regularized=True)
    print(f"    {{{k}, {float(x)!r}, {split(value)}}},")
print("};")
