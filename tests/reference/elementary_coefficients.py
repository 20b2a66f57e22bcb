#!/usr/bin/env python3
"""Writes core/src/numerics/elementary_coefficients.h: the polynomials of the elementary functions.

Each is the Chebyshev interpolant (near-minimax) of a function evaluated with 60 digits, rounded to
double. Run: python3 tests/reference/elementary_coefficients.py > core/src/numerics/elementary_coefficients.h
Needs mpmath.
"""
import mpmath as mp

mp.mp.dps = 60


def cheb(f, a, b, n):
    """n coefficients, lowest first, of the polynomial meeting f at the Chebyshev nodes of [a, b]."""
    a, b = mp.mpf(a), mp.mpf(b)
    poly = mp.chebyfit(f, [a, b], n)  # highest power first
    poly = [mp.mpf(c) for c in poly][::-1]
    worst = max(abs(mp.polyval(poly[::-1], a + (b - a) * i / 200) - f(a + (b - a) * i / 200)) for i in range(201))
    return poly, worst


def double(x):
    return repr(float(x))


def array(name, values, comment):
    print(f"/// {comment}")
    print(f"inline constexpr double {name}[] = {{")
    for i in range(0, len(values), 4):
        print("    " + " ".join(double(v) + "," for v in values[i:i + 4]))
    print("};\n")


def series(f_small, f):
    """f, with its series where the closed form loses digits or divides by zero."""
    return lambda x: f_small(x) if abs(x) < mp.mpf("1e-12") else f(x)


print("""#pragma once

// Written by tests/reference/elementary_coefficients.py; change that, not this.
// Chebyshev interpolants rounded to double, lowest power first, with the largest error of each
// before rounding.

namespace collapse::numerics::coefficients {
""")

half_ln2 = mp.log(2) / 2 * mp.mpf("1.0001")
f = series(lambda r: mp.mpf(1) / 2 + r / 6 + r * r / 24, lambda r: (mp.expm1(r) - r) / r**2)
c, e = cheb(f, -half_ln2, half_ln2, 11)
array("kExp", c, f"(e^r - 1 - r)/r^2 on |r| <= ln(2)/2; error {mp.nstr(e, 2)}")

zmax = ((mp.sqrt(2) - 1) / (mp.sqrt(2) + 1))**2 * mp.mpf("1.0001")
f = series(lambda z: mp.mpf(2) / 3 + 2 * z / 5, lambda z: (2 * mp.atanh(mp.sqrt(z)) / mp.sqrt(z) - 2) / z)
c, e = cheb(f, 0, zmax, 9)
array("kLog", c, f"(2 atanh(s)/s - 2)/s^2 in z = s^2, on z <= (3 - 2 sqrt(2))^2; error {mp.nstr(e, 2)}")

q = (mp.pi / 4 * mp.mpf("1.0001"))**2
f = series(lambda z: -mp.mpf(1) / 6 + z / 120, lambda z: (mp.sin(mp.sqrt(z)) / mp.sqrt(z) - 1) / z)
c, e = cheb(f, 0, q, 7)
array("kSin", c, f"(sin(r)/r - 1)/r^2 in z = r^2, on |r| <= pi/4; error {mp.nstr(e, 2)}")
f = series(lambda z: mp.mpf(1) / 24 - z / 720, lambda z: (mp.cos(mp.sqrt(z)) - 1 + z / 2) / z**2)
c, e = cheb(f, 0, q, 7)
array("kCos", c, f"(cos(r) - 1 + r^2/2)/r^4 in z = r^2, on |r| <= pi/4; error {mp.nstr(e, 2)}")

f = series(lambda z: 2 / mp.sqrt(mp.pi) * (1 - z / 3) - 1, lambda z: mp.erf(mp.sqrt(z)) / mp.sqrt(z) - 1)
c, e = cheb(f, 0, "0.25", 11)
array("kErf", c, f"erf(x)/x - 1 in z = x^2, on |x| <= 1/2; error {mp.nstr(e, 2)}")


def erfcx(x):
    return mp.exp(x * x) * mp.erfc(x)


rows, worst = [], mp.mpf(0)
for octave in range(-1, 5):
    for quarter in range(4):
        lo = mp.mpf(2)**octave * (4 + quarter) / 4
        width = mp.mpf(2)**octave / 4
        mid = lo + width / 2
        c, e = cheb(lambda u: erfcx(mid + u), -width / 2, width / 2, 15)
        worst = max(worst, e / erfcx(lo + width))
        rows.append(c)
print("/// erfcx(x) = exp(x^2) erfc(x) on [1/2, 32), a row for each quarter of an octave, in the distance u")
print("/// from the quarter's middle: the value there as a sum of two doubles, and the polynomial that u times is")
print(f"/// added; relative error {mp.nstr(worst, 2)}")
print(f"inline constexpr double kErfcxCentre[{len(rows)}][2] = {{")
for c in rows:
    print(f"    {{{double(c[0])}, {double(c[0] - mp.mpf(float(c[0])))}}},")
print("};")
print(f"inline constexpr double kErfcx[{len(rows)}][14] = {{")
for c in rows:
    print("    {" + ",\n     ".join(", ".join(double(v) for v in c[i:i + 4]) for i in range(1, 15, 4)) + "},")
print("};\n")
print("}  // namespace collapse::numerics::coefficients")
