"""Prints the constants of core/src/random/ziggurat.h: the tail's start r and the layers' area for 256 layers.

Run with python3 and mpmath (Debian: python3-mpmath)."""
from mpmath import exp, findroot, inf, mp, mpf, quad, sqrt, log

mp.dps = 40
LAYERS = 256


def area(r):
    return r * exp(-r * r / 2) + quad(lambda x: exp(-x * x / 2), [r, inf])


def excess(r):
    """How far above 1 the last layer ends; 0 for the right r."""
    v, x, y = area(r), r, exp(-r * r / 2)
    for i in range(2, LAYERS):
        y += v / x
        if y >= 1:
            return y - 1 + mpf(LAYERS - i)
        x = sqrt(-2 * log(y))
    return y + v / x - 1


r = findroot(excess, (mpf("3.6541528"), mpf("3.6541529")), solver="secant", tol=1e-30)
print(f"r = {r}\narea = {area(r)}")
