"""The same training step in plain PyTorch operators, timed between products of large matrices. Argument: settings as JSON; prints JSON."""
import json
import math
import statistics
import sys
import time

import torch
import torch.nn.functional as F

s = json.loads(sys.argv[1])
torch.set_num_threads(s["threads"])
torch.manual_seed(1)
width, inner, heads, vocabulary, length = s["width"], s["inner"], s["heads"], s["vocabulary"], s["length"]
part = width // heads


def weight(*shape):
    return (0.02 * torch.randn(*shape)).requires_grad_()


def ones():
    return torch.ones(width).requires_grad_()


embedding, end, head = weight(vocabulary, width), ones(), weight(vocabulary, width)
layers = [
    [ones()] + [weight(width, width) for _ in range(4)]
    + [ones(), weight(inner, width), weight(inner, width), weight(width, inner)]
    for _ in range(s["layers"])
]
parameters = [embedding, end, head] + [w for layer in layers for w in layer]
optimizer = torch.optim.AdamW(parameters, lr=1e-4, betas=(0.9, 0.95), eps=1e-5, weight_decay=0.1)
ids = torch.randint(vocabulary, (s["rows"], length))
angles = torch.arange(length - 1)[:, None] * 10000.0 ** (-torch.arange(0, part, 2) / part)
cos, sin = angles.cos(), angles.sin()
future = torch.full((length - 1, length - 1), -math.inf).triu(1)


def norm(x, w):
    return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-5) * w


def split(x):
    return x.view(x.shape[0], x.shape[1], heads, part).transpose(1, 2)


def rotate(x):
    a, b = x.chunk(2, -1)
    return torch.cat([a * cos - b * sin, b * cos + a * sin], -1)


def attention(q, k, v):
    if hasattr(F, "scaled_dot_product_attention"):
        return F.scaled_dot_product_attention(q, k, v, is_causal=True)
    return torch.softmax(q @ k.transpose(2, 3) / math.sqrt(part) + future, -1) @ v


def step():
    x = F.embedding(ids[:, :-1], embedding)
    for n1, q, k, v, o, n2, gate, up, down in layers:
        h = norm(x, n1)
        a = attention(rotate(split(F.linear(h, q))), rotate(split(F.linear(h, k))), split(F.linear(h, v)))
        x = x + F.linear(a.transpose(1, 2).reshape(x.shape), o)
        h = norm(x, n2)
        x = x + F.linear(F.silu(F.linear(h, gate)) * F.linear(h, up), down)
    logits = F.linear(norm(x, end), head)
    loss = F.cross_entropy(logits.reshape(-1, vocabulary), ids[:, 1:].reshape(-1))
    optimizer.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(parameters, 1.0)
    optimizer.step()


square = torch.ones(1024, 1024)


def peak():
    best = math.inf
    for _ in range(4):
        start = time.perf_counter()
        square @ square
        best = min(best, time.perf_counter() - start)
    return 2.0 * 1024 ** 3 / best


step()
step()
times, peaks = [], []
for _ in range(s["rounds"]):
    peaks.append(peak())
    start = time.perf_counter()
    step()
    times.append(time.perf_counter() - start)
print(json.dumps({"torch": torch.__version__, "seconds": statistics.median(times), "peak": statistics.median(peaks)}))
