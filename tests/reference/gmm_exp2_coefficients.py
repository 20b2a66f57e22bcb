"""Coefficients of 2^f = 1 + f q(f) on |f| <= 1/2 for core/src/models/mixture/exp2_nonpositive.h.

q interpolates (2^f - 1)/f at the Chebyshev nodes; computed with 60 digits, printed lowest power first
with the largest relative error before rounding. Needs mpmath.
"""
import mpmath as mp

mp.mp.dps = 60
DEGREE = 10


def target(f):
    return mp.log(2) if f == 0 else mp.expm1(f * mp.log(2)) / f


nodes = [mp.cos(mp.pi * (2 * i + 1) / (2 * DEGREE + 2)) / 2 for i in range(DEGREE + 1)]
matrix = mp.matrix(DEGREE + 1, DEGREE + 1)
for row, node in enumerate(nodes):
    for power in range(DEGREE + 1):
        matrix[row, power] = node**power
solution = mp.lu_solve(matrix, mp.matrix([target(node) for node in nodes]))
for value in solution:
    print(f"    {float(value)!r},")
worst = max(
    abs(1 + f * mp.polyval(list(solution)[::-1], f) - mp.mpf(2) ** f) / mp.mpf(2) ** f
    for f in (mp.mpf(i) / 4000 for i in range(-2000, 2001))
)
print("relative error", mp.nstr(worst, 3))
