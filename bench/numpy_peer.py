# The tasks of ./lab bench as a reader of the literature would write them: a loop over generations with numpy, the EM
# steps of scikit-learn's GaussianMixture without its start, and an autoencoder by hand. Protocol of native.cpp.
import json
import pathlib
import sys
import time

import numpy

try:
    from sklearn.mixture import GaussianMixture
except ImportError:
    GaussianMixture = None

try:
    from scipy.stats import gaussian_kde
except ImportError:
    gaussian_kde = None

generator = numpy.random.default_rng(7)


def gaussian(n, generations):
    mean, sd = 0.0, 1.0
    for _ in range(generations):
        points = generator.normal(mean, sd, n)
        mean, sd = points.mean(), points.std()


def categories(spec):
    kinds, n = spec["source"]["categories"], spec["samples"]["n"]
    shares = numpy.arange(1, kinds + 1) ** (-1.0 if spec["source"]["kind"] == "zipf" else 0.0)
    shares /= shares.sum()
    for _ in range(spec["generations"]):
        shares = generator.multinomial(n, shares) / n


def regression(spec):
    features, n = spec["source"]["features"], spec["samples"]["n"]
    weights = generator.standard_normal(features)
    rows = generator.standard_normal((n, features))
    for _ in range(spec["generations"]):
        if spec["model"]["design"] == "fresh":
            rows = generator.standard_normal((n, features))
        labels = rows @ weights + generator.standard_normal(n)
        weights = numpy.linalg.lstsq(rows, labels, rcond=None)[0]


def statistics(runs, generations, n):
    """All runs at once, mean and variance of each sample by their law."""
    mean, variance = numpy.zeros(runs), numpy.ones(runs)
    for _ in range(generations):
        mean += numpy.sqrt(variance / n) * generator.standard_normal(runs)
        variance *= generator.chisquare(n - 1, runs) / n


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


def product(m, n, k, layout):
    """A function that multiplies two matrices of floats a number of times; the BLAS takes transposes as they are."""
    left = generator.standard_normal((k, m) if layout == 1 else (m, k)).astype(numpy.float32)
    right = generator.standard_normal((n, k) if layout == 2 else (k, n)).astype(numpy.float32)
    a, b = left.T if layout == 1 else left, right.T if layout == 2 else right
    out = numpy.empty((m, n), numpy.float32)

    def multiply(times):
        for _ in range(times):
            numpy.matmul(a, b, out=out)

    return multiply


def grid_of(dimension):
    """The page's grid, one column a place: the middles of 1,024 cells, or 64 x 64 nodes."""
    if dimension == 1:
        return (numpy.arange(1024) + 0.5)[None, :] * 9 / 1024 - 4.5
    side = numpy.linspace(-4.5, 4.5, 64)
    return numpy.stack([axis.ravel() for axis in numpy.meshgrid(side, side)])


def kde(dimension, count):
    """A function that evaluates scipy's gaussian_kde on the grid a number of times."""
    points, grid = generator.standard_normal((dimension, count)), grid_of(dimension)

    def evaluate(times):
        for _ in range(times):
            gaussian_kde(points)(grid)

    return evaluate


def kde_fft(dimension, count, cells=(4096, 256)):
    """The same by counting points in cells and multiplying the transforms of counts and kernel, as one would for speed."""
    points = generator.standard_normal((dimension, count))
    side = cells[dimension - 1]
    step = 18 / side  # twice the view, so that nothing wraps around into it
    factor = count ** (-1 / (dimension + 4))
    frequencies = 2 * numpy.pi * numpy.fft.fftfreq(side, step)

    def evaluate(times):
        for _ in range(times):
            kernel = factor**2 * numpy.atleast_2d(numpy.cov(points))
            index = numpy.clip(((points + 9) / step).astype(numpy.int64), 0, side - 1)
            if dimension == 1:
                counts = numpy.bincount(index[0], minlength=side)
                damping = numpy.exp(-0.5 * kernel[0, 0] * frequencies[: side // 2 + 1] ** 2)
                density = numpy.fft.irfft(numpy.fft.rfft(counts) * damping, side)
                density[side // 4 : 3 * side // 4 : 2] / (count * step)
            else:
                counts = numpy.bincount(index[1] * side + index[0], minlength=side * side).reshape(side, side)
                x, y = frequencies[None, : side // 2 + 1], frequencies[:, None]
                square = kernel[0, 0] * x * x + 2 * kernel[0, 1] * x * y + kernel[1, 1] * y * y
                density = numpy.fft.irfft2(numpy.fft.rfft2(counts) * numpy.exp(-0.5 * square), (side, side))
                density[side // 4 : 3 * side // 4 : 2, side // 4 : 3 * side // 4 : 2] / (count * step * step)

    return evaluate


def vae(side, latent, count, epochs, batch=100, hidden=256, step=1e-3):
    """A function that trains an autoencoder by Adam and returns the mean loss of an image in the last epoch (nats)."""
    pixels = side * side
    levels = numpy.fromfile(pathlib.Path(sys.argv[1]) / f"{side}.levels", numpy.uint8, count * pixels)
    images = levels.reshape(count, pixels).astype(numpy.float32) / numpy.float32(15)
    normals = numpy.random.default_rng(7).standard_normal

    def train():
        values = []
        for inputs, outputs in [(pixels, hidden), (hidden, 2 * latent), (latent, hidden), (hidden, pixels)]:
            bound = inputs**-0.5
            for shape in [(inputs, outputs), outputs]:
                values.append(generator.uniform(-bound, bound, shape).astype(numpy.float32))
        moments = [(numpy.zeros_like(value), numpy.zeros_like(value)) for value in values]
        taken = 0
        for _ in range(epochs):
            total = 0.0
            order = generator.permutation(count)
            for first in range(0, count, batch):
                x = images[order[first : first + batch]]
                w1, b1, w2, b2, w3, b3, w4, b4 = values
                h1 = numpy.maximum(x @ w1 + b1, 0)
                code = h1 @ w2 + b2
                mean, logvar = code[:, :latent], code[:, latent:]
                sd = numpy.exp(logvar / 2)
                spread = sd * normals((len(x), latent), numpy.float32)
                z = mean + spread
                h2 = numpy.maximum(z @ w3 + b3, 0)
                logits = h2 @ w4 + b4
                shrunk = numpy.exp(-numpy.abs(logits))
                total += float((numpy.maximum(logits, 0) - logits * x + numpy.log1p(shrunk)).sum())
                total += 0.5 * float((sd * sd + mean * mean - 1 - logvar).sum())

                dlogits = (numpy.where(logits > 0, 1, shrunk) / (1 + shrunk) - x) / len(x)
                dh2 = (dlogits @ w4.T) * (h2 > 0)
                dz = dh2 @ w3.T
                dcode = numpy.hstack([dz + mean / len(x), dz * spread / 2 + (sd * sd - 1) / (2 * len(x))])
                dh1 = (dcode @ w2.T) * (h1 > 0)
                taken += 1
                rate = step * (1 - 0.999**taken) ** 0.5 / (1 - 0.9**taken)
                layers = [(x, dh1), (h1, dcode), (z, dh2), (h2, dlogits)]
                gradients = [part for given, d in layers for part in (given.T @ d, d.sum(0))]
                for value, (first_moment, second_moment), gradient in zip(values, moments, gradients):
                    first_moment *= 0.9
                    first_moment += 0.1 * gradient
                    second_moment *= 0.999
                    second_moment += 0.001 * gradient * gradient
                    value -= rate * first_moment / (numpy.sqrt(second_moment) + 1e-8)
        return total / count

    return train


for line in sys.stdin:
    task, *numbers = ["spec"] if line.startswith("{") else line.split()
    numbers = [int(number) for number in numbers]
    if task == "em":
        step = em(*numbers[:2])
    elif task in ("kde", "kde-fft"):
        evaluate = (kde if task == "kde" else kde_fft)(*numbers[:2])
    elif task == "gemm":
        multiply = product(*numbers[:4])
    elif task == "vae":
        train = vae(*numbers)
    result = None
    start = time.perf_counter()
    if task == "normals":
        block = numpy.empty(10000)
        for _ in range(numbers[0]):
            generator.standard_normal(out=block)
    elif task == "gaussian":
        gaussian(*numbers)
    elif task == "statistics":
        statistics(*numbers)
    elif task == "em":
        step(numbers[2])
    elif task in ("kde", "kde-fft"):
        evaluate(numbers[2])
    elif task == "gemm":
        multiply(numbers[4])
    elif task == "vae":
        result = train()
    else:
        spec = json.loads(line)
        if spec["model"]["kind"] == "categorical":
            categories(spec)
        elif spec["model"]["kind"] == "linear_regression":
            regression(spec)
        else:
            for _ in range(spec.get("runs", 1)):
                gaussian(spec["samples"]["n"], spec["generations"])
    print((time.perf_counter() - start) * 1000, result, flush=True)
