#!/usr/bin/env python3
"""Writes tests/core/models/transformer_table.inc: loss, gradients and ten Adam steps of a tiny transformer.

An independent implementation: PyTorch's own TransformerEncoderLayer (norm first, ReLU, a causal mask), LayerNorm, Adam and
clip_grad_norm_, in double precision, with gradients by its automatic differentiation. One item at a time.
Run: python3 tests/reference/transformer_reference.py > tests/core/models/transformer_table.inc. Needs PyTorch and NumPy.
"""
import math

import numpy as np
import torch

LAYERS, WIDTH, HEADS, CONTEXT, VOCABULARY = 2, 4, 2, 5, 6
LENGTHS = [5, 5, 3, 5, 1, 4]
STEPS, RATE, DECAY, LONGEST = 10, 2e-2, 0.01, 1.0


def mixed(count, salt):
    """Numbers of 32 bits, 0 .. count-1 mixed; the tests make the same."""
    with np.errstate(over="ignore"):
        x = (np.arange(count, dtype=np.uint32) + np.uint32(1000003 * salt)) * np.uint32(2654435761)
        x = (x ^ (x >> 15)) * np.uint32(2246822519)
        return x ^ (x >> 13)


def spread(count, salt, width):
    """Uniform on +-width/2, exact as floats for a width that is a power of two."""
    return ((mixed(count, salt) >> 8) * 2.0**-24 - 0.5) * width


class Transformer(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.tokens = torch.nn.Embedding(VOCABULARY, WIDTH)
        self.positions = torch.nn.Embedding(CONTEXT, WIDTH)
        self.layers = torch.nn.ModuleList(
            torch.nn.TransformerEncoderLayer(WIDTH, HEADS, 4 * WIDTH, dropout=0, activation="relu", layer_norm_eps=1e-5,
                                             batch_first=True, norm_first=True) for _ in range(LAYERS))
        self.norm = torch.nn.LayerNorm(WIDTH, eps=1e-5)

    def forward(self, item):
        count = len(item)
        before = torch.cat([torch.zeros(1, dtype=torch.long), item[:-1]])
        x = (self.tokens(before) + self.positions(torch.arange(count)))[None]
        mask = torch.full((count, count), -math.inf, dtype=torch.double).triu(1)
        for layer in self.layers:
            x = layer(x, src_mask=mask)
        return self.norm(x)[0] @ self.tokens.weight.T

    def in_order(self):
        """The parameters in the order of the C++ code."""
        parts = [self.tokens.weight, self.positions.weight]
        for layer in self.layers:
            attention = layer.self_attn
            parts += [layer.norm1.weight, layer.norm1.bias, attention.in_proj_weight, attention.in_proj_bias,
                      attention.out_proj.weight, attention.out_proj.bias, layer.norm2.weight, layer.norm2.bias,
                      layer.linear1.weight, layer.linear1.bias, layer.linear2.weight, layer.linear2.bias]
        return parts + [self.norm.weight, self.norm.bias]

    def gains(self):
        return [norm.weight for layer in self.layers for norm in (layer.norm1, layer.norm2)] + [self.norm.weight]


def flat(parts):
    return np.concatenate([part.detach().numpy().reshape(-1) for part in parts])


def mean_nats(model, items):
    nats = sum(torch.nn.functional.cross_entropy(model(item), item, reduction="sum") for item in items)
    return nats / sum(len(item) for item in items)


def rate(step):
    """A linear rise over a tenth of the steps, then half a cosine to a tenth."""
    warm = min(100, -(-STEPS // 10))
    if step < warm:
        return (step + 1) / warm
    return 0.1 + 0.9 * (1 + math.cos(math.pi * (step - warm) / (STEPS - warm))) / 2


def numbers(values, form="{:.9g}"):
    return "{" + ", ".join(form.format(x) for x in values) + "}"


torch.set_default_dtype(torch.double)
model = Transformer()
size = sum(p.numel() for p in model.parameters())
start, at = spread(size, 1, 1.0), 0
with torch.no_grad():
    for part in model.in_order():
        part.copy_(torch.from_numpy(start[at:at + part.numel()].reshape(tuple(part.shape))))
        at += part.numel()
    for gain in model.gains():
        gain += 1
assert at == size
text, items = torch.from_numpy((mixed(sum(LENGTHS), 2) >> 8).astype(np.int64) % VOCABULARY), []
for length in LENGTHS:
    items.append(text[:length])
    text = text[length:]

loss = mean_nats(model, items)
loss.backward()
gradients = [part.grad for part in model.in_order()]
gradient = flat(gradients)
norm = np.linalg.norm(gradient)
assert norm > LONGEST, norm  # so that the first step's gradient is shortened

optimiser = torch.optim.Adam(model.parameters(), lr=RATE, weight_decay=DECAY)
schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, rate)
losses = []
for _ in range(STEPS):
    optimiser.zero_grad()
    loss = mean_nats(model, items)
    losses.append(loss.item())
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), LONGEST)
    optimiser.step()
    schedule.step()
after = flat(model.in_order())

# Of each tensor, coordinates whose gradient is not small beside its largest: Adam's first steps only look at the sign.
which, at = [], 0
for g in gradients:
    part = np.abs(gradient[at:at + g.numel()])
    large = np.flatnonzero(part > 0.2 * part.max())
    which += list(at + large[np.unique(np.linspace(0, len(large) - 1, 5).astype(int))])
    at += g.numel()

print("// Written by tests/reference/transformer_reference.py; change that, not this.")
print(f"// PyTorch {torch.__version__}, NumPy {np.__version__}.\n")
print(f"constexpr TransformerShape kShape{{{LAYERS}, {WIDTH}, {HEADS}, {CONTEXT}, {VOCABULARY}}};")
print(f"constexpr double kRate = {RATE}, kDecay = {DECAY}, kNorm = {norm:.12g};")
print(f"const std::vector<std::size_t> kLengths{numbers(LENGTHS, '{}')};")
print(f"const std::vector<double> kGradient{numbers(gradient)};")
print(f"const std::vector<double> kLosses{numbers(losses, '{:.12g}')};  // before each step of Adam")
print(f"const std::vector<std::size_t> kWhich{numbers(which, '{}')};")
print(f"const std::vector<double> kAfter{numbers(after[which])};  // those parameters after the steps")
