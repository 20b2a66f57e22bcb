#!/usr/bin/env python3
"""Writes tests/core/models/vae_table.inc: losses, gradients and three Adam steps of tiny variational autoencoders.

An independent implementation in NumPy, in double precision. Convolutions are sums over shifted images with the channels
*first* and PyTorch's weight order, nothing like the C++ code's patches; the gradients are written by hand and checked here
against central differences before anything is printed.
Run: python3 tests/reference/vae_reference.py > tests/core/models/vae_table.inc. Needs NumPy.
"""
import numpy as np

KERNEL, STRIDE, PADDING = 4, 2, 1


def mixed(count, salt):
    """Numbers of 32 bits, 0 .. count-1 mixed; the tests make the same."""
    with np.errstate(over="ignore"):
        x = (np.arange(count, dtype=np.uint32) + np.uint32(1000003 * salt)) * np.uint32(2654435761)
        x = (x ^ (x >> 15)) * np.uint32(2246822519)
        return x ^ (x >> 13)


def spread(count, salt, width):
    """Uniform on +-width/2, exact as floats for a width that is a power of two."""
    return ((mixed(count, salt) >> 8) * 2.0**-24 - 0.5) * width


def sigmoid(x):
    return np.where(x >= 0, 1 / (1 + np.exp(-np.abs(x))), np.exp(-np.abs(x)) / (1 + np.exp(-np.abs(x))))


class Dense:
    def __init__(self, inputs, outputs):
        self.shapes = [(outputs, inputs), (outputs,)]

    def forward(self, parameters, x):
        self.x, self.w = x.reshape(len(x), -1), parameters[0]
        self.shape = x.shape
        return self.x @ self.w.T + parameters[1]

    def backward(self, d):
        return [d.T @ self.x, d.sum(0)], (d @ self.w).reshape(self.shape)


class Down:
    """Conv2d(a, b, 4, stride 2, padding 1) on images (n, a, side, side); weight (b, a, 4, 4)."""

    def __init__(self, a, b):
        self.shapes = [(b, a, KERNEL, KERNEL), (b,)]

    def forward(self, parameters, x):
        w, bias = parameters
        self.w, half = w, x.shape[2] // STRIDE
        self.padded = np.pad(x, ((0, 0), (0, 0), (PADDING, PADDING), (PADDING, PADDING)))
        y = np.zeros((len(x), w.shape[0], half, half)) + bias[:, None, None]
        for i in range(KERNEL):
            for j in range(KERNEL):
                y += np.einsum("ncyx,oc->noyx", self.shifted(self.padded, i, j, half), w[:, :, i, j])
        return y

    @staticmethod
    def shifted(padded, i, j, half):
        return padded[:, :, i:i + STRIDE * half:STRIDE, j:j + STRIDE * half:STRIDE]

    def backward(self, d):
        dw, dpadded, half = np.zeros_like(self.w), np.zeros_like(self.padded), d.shape[2]
        for i in range(KERNEL):
            for j in range(KERNEL):
                dw[:, :, i, j] = np.einsum("noyx,ncyx->oc", d, self.shifted(self.padded, i, j, half))
                self.shifted(dpadded, i, j, half)[...] += np.einsum("noyx,oc->ncyx", d, self.w[:, :, i, j])
        return [dw, d.sum((0, 2, 3))], dpadded[:, :, PADDING:-PADDING, PADDING:-PADDING]


class Up:
    """ConvTranspose2d(a, b, 4, stride 2, padding 1) on images (n, a, side, side); weight (a, b, 4, 4)."""

    def __init__(self, a, b):
        self.shapes = [(a, b, KERNEL, KERNEL), (b,)]

    def forward(self, parameters, x):
        w, bias = parameters
        self.w, self.x, half = w, x, x.shape[2]
        padded = np.zeros((len(x), w.shape[1], 2 * half + 2, 2 * half + 2))
        for i in range(KERNEL):
            for j in range(KERNEL):
                Down.shifted(padded, i, j, half)[...] += np.einsum("ncyx,co->noyx", x, w[:, :, i, j])
        return padded[:, :, PADDING:-PADDING, PADDING:-PADDING] + bias[:, None, None]

    def backward(self, d):
        padded = np.pad(d, ((0, 0), (0, 0), (PADDING, PADDING), (PADDING, PADDING)))
        dw, dx, half = np.zeros_like(self.w), np.zeros_like(self.x), self.x.shape[2]
        for i in range(KERNEL):
            for j in range(KERNEL):
                part = Down.shifted(padded, i, j, half)
                dw[:, :, i, j] = np.einsum("ncyx,noyx->co", self.x, part)
                dx += np.einsum("noyx,co->ncyx", part, self.w[:, :, i, j])
        return [dw, d.sum((0, 2, 3))], dx


class Relu:
    shapes = []

    def forward(self, _, x):
        self.on = x > 0
        return np.where(self.on, x, 0)

    def backward(self, d):
        return [], np.where(self.on, d, 0)


class Reshape:
    shapes = []

    def __init__(self, *shape):
        self.to = shape

    def forward(self, _, x):
        self.back = x.shape
        return x.reshape(len(x), *self.to)

    def backward(self, d):
        return [], d.reshape(self.back)


class Chain:
    def __init__(self, *layers):
        self.layers = layers
        self.shapes = [s for layer in layers for s in layer.shapes]

    def forward(self, parameters, x):
        at = 0
        for layer in self.layers:
            x = layer.forward(parameters[at:at + len(layer.shapes)], x)
            at += len(layer.shapes)
        return x

    def backward(self, d):
        gradients = []
        for layer in reversed(self.layers):
            g, d = layer.backward(d)
            gradients = g + gradients
        return gradients, d


class Vae:
    def __init__(self, encoder, decoder, latent):
        self.encoder, self.decoder, self.latent = encoder, decoder, latent
        self.shapes = encoder.shapes + decoder.shapes

    def loss(self, parameters, images, noise, beta):
        """Mean per image of the reconstruction and of the KL, and the gradient of reconstruction + beta KL."""
        n, cut = len(images), len(self.encoder.shapes)
        code = self.encoder.forward(parameters[:cut], images)
        mean, logvar = code[:, :self.latent], code[:, self.latent:]
        sd = np.exp(logvar / 2)
        logits = self.decoder.forward(parameters[cut:], mean + sd * noise)
        x, t = logits.reshape(n, -1), images.reshape(n, -1)
        p = sigmoid(x)
        reconstruction = -(t * np.log(p) + (1 - t) * np.log1p(-p)).sum() / n
        kl = -0.5 * (1 + logvar - mean**2 - np.exp(logvar)).sum() / n
        decoder_gradients, dz = self.decoder.backward(((p - t) / n).reshape(logits.shape))
        dmean = dz + beta * mean / n
        dlogvar = dz * noise * sd / 2 + beta * (np.exp(logvar) - 1) / 2 / n
        encoder_gradients, _ = self.encoder.backward(np.concatenate([dmean, dlogvar], 1))
        return reconstruction, kl, encoder_gradients + decoder_gradients


def check(vae, parameters, images, noise, beta, generator):
    _, _, gradients = vae.loss(parameters, images, noise, beta)
    for p, g in zip(parameters, gradients):
        for _ in range(4):
            at = tuple(generator.integers(0, s) for s in p.shape)
            here, values = p[at], []
            for p[at] in (here + 1e-6, here - 1e-6):
                r, k, _ = vae.loss(parameters, images, noise, beta)
                values.append(r + beta * k)
            p[at] = here
            quotient = (values[0] - values[1]) / 2e-6
            assert abs(quotient - g[at]) < 1e-6 * max(1, abs(g[at])), (quotient, g[at])


def adam(vae, parameters, images, noise, beta, steps, weight_decay):
    rate, b1, b2, epsilon = 1e-3, 0.9, 0.999, 1e-8
    parameters = [p.copy() for p in parameters]
    m, v = [np.zeros_like(p) for p in parameters], [np.zeros_like(p) for p in parameters]
    for t in range(1, steps + 1):
        _, _, gradients = vae.loss(parameters, images, noise, beta)
        for i, g in enumerate(gradients):
            g = g + weight_decay * parameters[i]
            m[i] = b1 * m[i] + (1 - b1) * g
            v[i] = b2 * v[i] + (1 - b2) * g * g
            parameters[i] = parameters[i] - rate * (m[i] / (1 - b1**t)) / (np.sqrt(v[i] / (1 - b2**t)) + epsilon)
    return parameters


class Order:
    """The C++ code's flat order: channels last in kernels, and in the image of `side` x `side` x 128 between the convolutions
    and the dense layers."""

    def __init__(self, vae, side):
        self.vae, self.side = vae, side

    def axes(self, shape):
        """The shape that is stored, and the axes that turn it into PyTorch's."""
        inner = 128 * self.side**2
        if len(shape) == 4:
            return (shape[0], shape[2], shape[3], shape[1]), (0, 3, 1, 2)
        if self.side and shape[-1] == inner and len(shape) == 2:
            return (shape[0], self.side**2, 128), (0, 2, 1)
        if self.side and shape[0] == inner:
            return (self.side**2, 128) + shape[1:], (1, 0) + tuple(range(2, len(shape) + 1))
        return shape, tuple(range(len(shape)))

    def unpack(self, flat):
        parameters, at = [], 0
        for shape in self.vae.shapes:
            stored, axes = self.axes(shape)
            size = int(np.prod(shape))
            parameters.append(flat[at:at + size].reshape(stored).transpose(axes).reshape(shape).copy())
            at += size
        assert at == len(flat)
        return parameters

    def pack(self, parameters):
        flat = []
        for p in parameters:
            stored, axes = self.axes(p.shape)
            flat.append(p.reshape([stored[a] for a in axes]).transpose(np.argsort(axes)).reshape(-1))
        return np.concatenate(flat)


def numbers(values, form="{:.10g}"):
    return "{" + ", ".join(form.format(x) for x in values) + "}"


def print_case(architecture, vae, side, hidden, inner_side, width):
    images_count, beta, steps, weight_decay = 3, 0.25, 3, 0.125
    order = Order(vae, inner_side)
    count = sum(int(np.prod(s)) for s in vae.shapes)
    parameters = order.unpack(spread(count, 1, width))
    pixels = ((mixed(images_count * side * side, 2) >> 28).astype(np.float32) / np.float32(15)).astype(np.float64)
    images = pixels.reshape((images_count, 1, side, side))
    noise = spread(images_count * vae.latent, 3, 4.0).reshape(images_count, vae.latent)
    check(vae, parameters, images, noise, beta, np.random.default_rng(1))
    reconstruction, kl, gradients = vae.loss(parameters, images, noise, beta)
    gradient = order.pack(gradients)
    after = order.pack(adam(vae, parameters, images, noise, beta, steps, weight_decay))
    # Of each tensor, coordinates whose gradient is not small beside its largest: Adam's first steps only look at the sign.
    which, at = [], 0
    for g in gradients:
        part = np.abs(gradient[at:at + g.size])
        large = np.flatnonzero(part > 0.05 * part.max())
        which += list(at + large[np.unique(np.linspace(0, len(large) - 1, 9).astype(int))])
        at += g.size
    print(f"    {{{{ArchitectureKind::{architecture}, {side}, {vae.latent}, {hidden}}}, {count}, {images_count}, {width}, {beta}, {weight_decay},")
    print(f"     {reconstruction:.12g}, {kl:.12g}, {np.linalg.norm(gradient):.12g},")
    print(f"     {numbers(which, '{}')},\n     {numbers(gradient[which])},\n     {numbers(after[which])}}},")


mlp = Vae(Chain(Reshape(9), Dense(9, 5), Relu(), Dense(5, 4)), Chain(Dense(2, 5), Relu(), Dense(5, 9)), 2)
convolutional = Vae(
    Chain(Down(1, 64), Relu(), Down(64, 128), Relu(), Dense(512, 6)),
    Chain(Dense(3, 512), Reshape(128, 2, 2), Up(128, 64), Relu(), Up(64, 1)), 3)

print("// Written by tests/reference/vae_reference.py; change that, not this.\n// NumPy " + np.__version__ + ".\n")
print("const Case kCases[] = {")
print_case("mlp", mlp, 3, 5, 0, 2.0)
print_case("convolutional", convolutional, 8, 0, 2, 0.25)
print("};")
