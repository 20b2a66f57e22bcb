# The tasks of ./lab bench as a reader of the literature would write them: a loop over generations with numpy, and the
# EM steps of scikit-learn's GaussianMixture without its start. Protocol of native.cpp.
import json
import sys
import time

import numpy

try:
    from sklearn.mixture import GaussianMixture
except ImportError:
    GaussianMixture = None

generator = numpy.random.default_rng(7)


def gaussian(n, generations):
    mean, sd = 0.0, 1.0
    for _ in range(generations):
        points = generator.normal(mean, sd, n)
        mean, sd = points.mean(), points.std()


def em(dimension, count):
    """A function that does a number of steps from a fixed start."""
    points = generator.standard_normal((count, dimension)) + 2.0 * (numpy.arange(count) % 3 - 1)[:, None]
    model = GaussianMixture(3)
    model.weights_ = numpy.array([0.3, 0.3, 0.4])
    model.means_ = numpy.array([[-1.0], [0.0], [1.0]]) * numpy.ones(dimension)
    model.covariances_ = numpy.array([2 * numpy.eye(dimension)] * 3)
    model.precisions_cholesky_ = numpy.array([numpy.eye(dimension) / numpy.sqrt(2)] * 3)

    def step(steps):
        for _ in range(steps):
            _, shares = model._e_step(points)
            model._m_step(points, shares)

    return step


for line in sys.stdin:
    task, *numbers = ["spec"] if line.startswith("{") else line.split()
    numbers = [int(number) for number in numbers]
    if task == "em":
        step = em(*numbers[:2])
    start = time.perf_counter()
    if task == "normals":
        block = numpy.empty(10000)
        for _ in range(numbers[0]):
            generator.standard_normal(out=block)
    elif task == "gaussian":
        gaussian(*numbers)
    elif task == "em":
        step(numbers[2])
    else:
        spec = json.loads(line)
        for _ in range(spec.get("runs", 1)):
            gaussian(spec["samples"]["n"], spec["generations"])
    print((time.perf_counter() - start) * 1000, flush=True)
