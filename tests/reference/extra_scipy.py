"""Distances and entropies of mixtures for tests/core/metrics/extra_test.cpp; writes tests/core/metrics/extra_table.inc.

    python3 tests/reference/extra_scipy.py > tests/core/metrics/extra_table.inc

By numerical integration of distribution functions and densities from scipy.stats: W1 = int |F - G|, energy = 2 int (F - G)^2,
entropy = -int f ln f; E k(X, Y) = int phi_h * f * g as a double sum over a fine grid. Made with SciPy 1.10.1.
"""

import numpy
import scipy
from scipy.stats import norm

PAIRS = [
    (([1], [0.5], [2.25]), ([1], [0], [1])),
    (([1], [-3], [0.01]), ([1], [0], [4])),
    (([0.3, 0.7], [-2, 1], [0.25, 1]), ([0.5, 0.5], [-2, 2], [1, 1])),
    (([0.2, 0.5, 0.3], [-4, 0, 5], [0.09, 1, 4]), ([1], [0], [1])),
]
GRID = numpy.linspace(-40, 40, 800001)
COARSE = numpy.linspace(-25, 25, 10001)


def numbers(values):
    return "{" + ", ".join(repr(float(value)) for value in values) + "}"


def of(kind, mixture, x):
    weights, means, variances = mixture
    return sum(w * kind(x, m, v**0.5) for w, m, v in zip(weights, means, variances))


def kernel(p, q, squared_bandwidth):
    f, g = of(norm.pdf, p, COARSE), of(norm.pdf, q, COARSE)
    step = COARSE[1] - COARSE[0]
    reach = numpy.exp(-((COARSE - COARSE[len(COARSE) // 2]) ** 2) / (2 * squared_bandwidth))
    return step * step * float(f @ scipy.signal.fftconvolve(g, reach, "same"))


def row(p, q):
    difference = of(norm.cdf, p, GRID) - of(norm.cdf, q, GRID)
    density = of(norm.pdf, p, GRID)
    log = numpy.where(density > 0, density * numpy.log(numpy.where(density > 0, density, 1)), 0)
    w1 = numpy.trapezoid if hasattr(numpy, "trapezoid") else numpy.trapz
    values = [
        w1(abs(difference), GRID),
        2 * w1(difference**2, GRID),
        kernel(p, p, 2) + kernel(q, q, 2) - 2 * kernel(p, q, 2),
        -w1(log, GRID),
    ]
    return ", ".join([numbers(part) for part in [*p, *q]] + [repr(float(value)) for value in values])


if __name__ == "__main__":
    import scipy.signal

    print("// Written by tests/reference/extra_scipy.py; change that, not this.")
    print(f"// SciPy {scipy.__version__}, NumPy {numpy.__version__}. W1, energy, MMD squared with h^2 = 2, entropy of the first.\n")
    print("const Reference kReferences[] = {")
    for p, q in PAIRS:
        print(f"    {{{row(p, q)}}},")
    print("};")
