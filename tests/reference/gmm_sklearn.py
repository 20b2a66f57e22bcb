"""EM fits by scikit-learn for tests/core/models/gmm_reference_test.cpp; writes tests/core/models/gmm_table.inc.

    python3 tests/reference/gmm_sklearn.py > tests/core/models/gmm_table.inc

scikit-learn's GaussianMixture gets the start we give our own fit (weights, means, covariances) and the same number
to add to every variance (none; a hundredth, which shows in every digit), so that both run the same iterations: 1, 5, and
as many as a tolerance of 1e-6 takes. The data are multiples of 1/1024. Made with scikit-learn 1.2.1 and NumPy 1.24.2.
"""

import warnings

import numpy
import sklearn
from sklearn.exceptions import ConvergenceWarning
from sklearn.mixture import GaussianMixture

warnings.simplefilter("ignore", ConvergenceWarning)

POINTS = 90
SHAPES = {"full": "full", "diag": "diagonal", "spherical": "spherical"}


def numbers(values):
    return "{" + ", ".join(repr(float(value)) for value in numpy.ravel(values)) + "}"


def full_covariances(model, components, d):
    if model.covariance_type == "full":
        return model.covariances_
    if model.covariance_type == "diag":
        return numpy.array([numpy.diag(row) for row in model.covariances_])
    return numpy.array([numpy.eye(d) * value for value in model.covariances_])


def precisions(shape, covariances):
    if shape == "full":
        return numpy.array([numpy.linalg.inv(c) for c in covariances])
    if shape == "diag":
        return numpy.array([1 / numpy.diag(c) for c in covariances])
    return numpy.array([1 / c[0, 0] for c in covariances])


print("// Written by tests/reference/gmm_sklearn.py; change that, not this.")
print(f"// scikit-learn {sklearn.__version__}, NumPy {numpy.__version__}.")
random = numpy.random.default_rng(20240724)
data, cases = [], []
for d in (1, 2, 3):
    k = 2 if d == 1 else 3
    centres = 2 * random.normal(size=(k, d))
    mixing = random.normal(size=(k, d, d)) / 2 + numpy.eye(d)
    label = random.integers(k, size=POINTS)
    x = centres[label] + numpy.einsum("nij,nj->ni", mixing[label], random.normal(size=(POINTS, d)))
    x = numpy.round(x * 1024) / 1024
    data.append(numbers(x.T))
    weights = numpy.array([0.25, 0.75]) if k == 2 else numpy.array([0.5, 0.25, 0.25])
    means = numpy.round((centres + random.normal(size=(k, d))) * 64) / 64
    covariances = numpy.array([numpy.eye(d) * value for value in (1.5, 2.0, 4.0)[:k]])
    for shape, name in SHAPES.items():
        for limit, tolerance, added in ((1, 0.0, 0.0), (5, 0.0, 0.0), (2000, 1e-6, 0.0), (1, 0.0, 0.01), (2000, 1e-6, 0.01)):
            model = GaussianMixture(
                k,
                covariance_type=shape,
                tol=tolerance,
                reg_covar=added,
                max_iter=limit,
                weights_init=weights,
                means_init=means,
                precisions_init=precisions(shape, covariances),
            ).fit(x)
            cases.append(
                f"    {{{d}, CovarianceKind::{name}, {limit}, {tolerance!r}, {added!r}, {model.n_iter_}, {model.score(x)!r},\n"
                f"     {numbers(weights)}, {numbers(means)}, {numbers(covariances)},\n"
                f"     {numbers(model.weights_)},\n     {numbers(model.means_)},\n"
                f"     {numbers(full_covariances(model, k, d))}}},"
            )

print("\nconst std::vector<double> kPoints[] = {")
print(",\n".join("    " + text for text in data))
print("};\n\nconst Case kCases[] = {")
print("\n".join(cases))
print("};")
