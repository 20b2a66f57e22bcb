# The training of a transformer as a reader of PyTorch's tutorials would write it: one product for queries, keys and values,
# attention of all heads as batched products, Adam. Protocol of native.cpp.
import math
import sys
import time

import torch
from torch import nn

torch.set_num_threads(1)
torch.manual_seed(7)


class Block(nn.Module):
    def __init__(self, width, heads, context):
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.mlp = nn.Sequential(nn.Linear(width, 4 * width), nn.ReLU(), nn.Linear(4 * width, width))
        self.register_buffer("mask", torch.full((context, context), float("-inf")).triu(1))

    def forward(self, x):
        batch, context, width = x.shape
        split = (batch, context, self.heads, width // self.heads)
        q, k, v = (part.view(split).transpose(1, 2) for part in self.qkv(self.norm1(x)).split(width, 2))
        shares = (q @ k.transpose(2, 3) * (width // self.heads) ** -0.5 + self.mask).softmax(-1)
        x = x + self.out((shares @ v).transpose(1, 2).reshape(batch, context, width))
        return x + self.mlp(self.norm2(x))


class Transformer(nn.Module):
    def __init__(self, vocabulary, layers, width, heads, context):
        super().__init__()
        self.tokens, self.positions = nn.Embedding(vocabulary, width), nn.Embedding(context, width)
        self.blocks = nn.Sequential(*(Block(width, heads, context) for _ in range(layers)))
        self.norm = nn.LayerNorm(width)
        # The same start law as ours.
        for name, parameter in self.named_parameters():
            if parameter.dim() > 1:
                added = name.endswith(("out.weight", "mlp.2.weight"))
                nn.init.normal_(parameter, std=0.1 / math.sqrt(2 * layers) if added else 0.1)
            elif "norm" not in name:
                nn.init.zeros_(parameter)

    def forward(self, inputs):
        x = self.tokens(inputs) + self.positions.weight
        return self.norm(self.blocks(x)) @ self.tokens.weight.T


def text(vocabulary, context, blocks):
    """The same text as networks.cpp's."""
    state, token, tokens = 1, 0, []
    for _ in range(blocks * context):
        state = state * 48271 % 2147483647
        token = (token * 7 + state % 4) % vocabulary
        tokens.append(token)
    return torch.tensor(tokens).view(blocks, context)


for line in sys.stdin:
    vocabulary, layers, width, heads, context, blocks, epochs = (int(word) for word in line.split()[1:])
    model = Transformer(vocabulary, layers, width, heads, context)
    targets = text(vocabulary, context, blocks)
    inputs = nn.functional.pad(targets[:, :-1], (1, 0))
    start = time.perf_counter()
    optimiser = torch.optim.Adam(model.parameters(), 1e-3)
    steps = epochs * -(-blocks // 16)
    warm = min(100, -(-steps // 10))

    def factor(step):
        return (step + 1) / warm if step < warm else 0.55 + 0.45 * math.cos(math.pi * (step - warm) / max(steps - warm, 1))

    rate = torch.optim.lr_scheduler.LambdaLR(optimiser, factor)
    losses = []
    for _ in range(epochs):
        for batch in torch.randperm(blocks).split(16):
            loss = nn.functional.cross_entropy(model(inputs[batch]).flatten(0, 1), targets[batch].flatten())
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            rate.step()
            losses.append(loss.item())
    print((time.perf_counter() - start) * 1000, sum(losses) / len(losses), flush=True)
