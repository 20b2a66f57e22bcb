# Densities and bandwidths of scipy's gaussian_kde as the table tests/core/models/kde_table.inc.
#   python3 tests/reference/kde_scipy.py > tests/core/models/kde_table.inc
# Needs numpy and scipy (made with numpy 1.24.2, scipy 1.10.1). Points are made of a few decimal digits, so that both programs read
# the same ones.
import numpy
from scipy.stats import gaussian_kde

generator = numpy.random.default_rng(20)


def case(name, points, places):
    """points d x n, places d x m"""
    d, n = points.shape
    numbers = lambda values: ", ".join(repr(float(v)) for v in numpy.ravel(values))
    for rule in ("scott", "silverman"):
        kde = gaussian_kde(points, bw_method=rule)
        print(f'    {{"{name}", BandwidthRule::{rule}, {d}, {{{numbers(points)}}},')
        print(f"     {repr(float(kde.factor))}, {{{numbers(kde.covariance)}}},")
        print(f"     {{{numbers(places)}}}, {{{numbers(kde.logpdf(places))}}}}},")


print("// Made by tests/reference/kde_scipy.py. Points and places: one coordinate after another.")
line = numpy.round(numpy.concatenate([generator.normal(-1, 0.5, 17), generator.normal(2, 1, 13)]), 3)[None, :]
case("line", line, numpy.array([[-9, -3, -1.25, 0, 0.4, 1.9, 3, 7, 20]]))
plane = numpy.round(generator.multivariate_normal([10, -3], [[2, 1.2], [1.2, 1]], 25), 3).T
case("plane", plane, numpy.array([[10, 9, 12.5, 4, 30], [-3, -4.5, -2, 1, 10]]))
space = numpy.round(generator.normal(0, [[1], [0.1], [7]], (3, 12)), 4)
case("space", space, numpy.array([[0, 1, -2.5], [0, 0.2, -0.1], [0, -9, 30]]))
