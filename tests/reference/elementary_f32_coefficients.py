#!/usr/bin/env python3
"""Coefficients of core/src/nn/elementary_f32.h: Chebyshev interpolants, near-minimax, rounded to float, lowest power first,
with the largest relative error of the *rounded* polynomial's function. Needs mpmath.
"""
import struct

import mpmath as mp

mp.mp.dps = 40


def to_float(x):
    return struct.unpack("f", struct.pack("f", float(x)))[0]


def show(name, target, low, high, count, whole):
    """`whole(x, p)` is the function made from the polynomial's value p; its relative error is what matters."""
    coefficients = [to_float(c) for c in mp.chebyfit(target, [low, high], count)[::-1]]
    worst = mp.mpf(0)
    for i in range(1, 2001):
        x = low + (high - low) * mp.mpf(i) / 2000
        if x == 0:
            continue
        exact = whole(x, target(x))
        worst = max(worst, abs(whole(x, mp.polyval(coefficients[::-1], x)) / exact - 1))
    print(name, ", ".join(f"{c:.9g}f" for c in coefficients), " relative error", mp.nstr(worst, 3))


def guarded(function, series):
    return lambda x: series(x) if abs(x) < mp.mpf("1e-12") else function(x)


half = mp.log(2) / 2 * mp.mpf("1.0001")
show("exp  (e^r - 1 - r)/r^2:", guarded(lambda r: (mp.expm1(r) - r) / r**2, lambda r: mp.mpf(1) / 2 + r / 6),
     -half, half, 6, lambda r, p: 1 + r + r * r * p)
# log1p(e) = 2 atanh(s), s = e/(2 + e), e in [0, 1], so z = s^2 in [0, 1/9].
show("log1p  (atanh(s)/s - 1)/z:", guarded(lambda z: (mp.atanh(mp.sqrt(z)) / mp.sqrt(z) - 1) / z, lambda z: mp.mpf(1) / 3 + z / 5),
     mp.mpf(0), mp.mpf(1) / 9, 5, lambda z, p: 1 + z * p)
