"""An independent float32 LLaMA: forward pass, loss on chosen tokens, AdamW, and LoRA, in plain PyTorch operators.

Written from the published formulas (LLaMA, RoFormer, RMSNorm, AdamW, LoRA), without any code of the Java engine. Run by
make_golden.py, which stores its numbers for the tests.
"""
import json
import math
import struct

import numpy
import torch


def read_safetensors(path):
    with open(path, "rb") as f:
        (length,) = struct.unpack("<Q", f.read(8))
        header = json.loads(f.read(length))
        data = f.read()
    tensors = {}
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        assert entry["dtype"] == "F32", entry["dtype"]
        begin, end = entry["data_offsets"]
        array = numpy.frombuffer(data[begin:end], dtype="<f4").reshape(entry["shape"])
        tensors[name] = torch.tensor(array)
    return tensors


class Llama:
    def __init__(self, config, weights, lora=None):
        self.c = config
        self.w = weights
        self.lora = lora or {}

    def rms(self, x, weight):
        return weight * (x * torch.rsqrt((x * x).mean(-1, keepdim=True) + self.c["rms_norm_eps"]))

    def project(self, x, name):
        y = x @ self.w[name + ".weight"].T
        if name in self.lora:
            a, b, scale = self.lora[name]
            y = y + (x @ a.T) @ b.T * scale
        return y

    def rope(self, x):
        # x: (tokens, heads, width); pairs are (i, i + width/2), as Hugging Face stores q and k
        tokens, _, width = x.shape
        half = width // 2
        frequency = 1.0 / (self.c["rope_theta"] ** (torch.arange(0, width, 2).float() / width))
        position = torch.arange(tokens).float() / self.c.get("rope_linear_factor", 1.0)
        angle = position[:, None] * frequency[None, :]
        cos, sin = angle.cos()[:, None, :], angle.sin()[:, None, :]
        first, second = x[..., :half], x[..., half:]
        return torch.cat([first * cos - second * sin, second * cos + first * sin], dim=-1)

    def forward(self, ids):
        """Logits of one sequence, (tokens, vocabulary)."""
        c = self.c
        heads, kv = c["num_attention_heads"], c["num_key_value_heads"]
        width = c["hidden_size"] // heads
        x = self.w["model.embed_tokens.weight"][torch.tensor(ids)]
        tokens = len(ids)
        future = torch.full((tokens, tokens), float("-inf")).triu(1)
        for layer in range(c["num_hidden_layers"]):
            p = "model.layers.%d." % layer
            h = self.rms(x, self.w[p + "input_layernorm.weight"])
            q = self.rope(self.project(h, p + "self_attn.q_proj").view(tokens, heads, width))
            k = self.rope(self.project(h, p + "self_attn.k_proj").view(tokens, kv, width))
            v = self.project(h, p + "self_attn.v_proj").view(tokens, kv, width)
            out = []
            for head in range(heads):
                shared = head // (heads // kv)
                scores = q[:, head] @ k[:, shared].T / math.sqrt(width) + future
                out.append(torch.softmax(scores, dim=-1) @ v[:, shared])
            x = x + self.project(torch.cat(out, dim=-1), p + "self_attn.o_proj")
            h = self.rms(x, self.w[p + "post_attention_layernorm.weight"])
            gate, up = self.project(h, p + "mlp.gate_proj"), self.project(h, p + "mlp.up_proj")
            x = x + self.project(gate * torch.sigmoid(gate) * up, p + "mlp.down_proj")
        return self.rms(x, self.w["model.norm.weight"]) @ self.w["lm_head.weight"].T

    def loss(self, batch):
        """sum(w * cross entropy) / sum(w) over a batch of (ids, weights)."""
        total, weight_sum = 0.0, 0.0
        for ids, weights in batch:
            log_p = torch.log_softmax(self.forward(ids), dim=-1)
            for i in range(1, len(ids)):
                if weights[i] > 0:
                    total = total - weights[i] * log_p[i - 1, ids[i]]
                    weight_sum += weights[i]
        return total / weight_sum


def learning_rate(step, total, warmup, peak, final_fraction):
    if step < warmup:
        return peak * (step + 1) / warmup
    progress = (step - warmup) / (total - warmup)
    return peak * (final_fraction + (1 - final_fraction) * 0.5 * (1 + math.cos(math.pi * progress)))


class AdamW:
    def __init__(self, parameters, betas, epsilon, decay):
        self.p, self.betas, self.epsilon, self.decay = parameters, betas, epsilon, decay
        self.m = [torch.zeros_like(p) for p in parameters]
        self.v = [torch.zeros_like(p) for p in parameters]
        self.t = 0

    def step(self, rate, scale):
        self.t += 1
        b1, b2 = self.betas
        with torch.no_grad():
            for p, m, v in zip(self.p, self.m, self.v):
                g = p.grad * scale
                p.mul_(1 - rate * self.decay)
                m.mul_(b1).add_(g * (1 - b1))
                v.mul_(b2).add_(g * g * (1 - b2))
                m_hat = m / (1 - b1 ** self.t)
                v_hat = v / (1 - b2 ** self.t)
                p.sub_(rate * m_hat / (v_hat.sqrt() + self.epsilon))
                p.grad = None


def train(model, parameters, rows, steps, batch, settings):
    optimizer = AdamW(parameters, settings["betas"], settings["epsilon"], settings["weightDecay"])
    losses, norms = [], []
    for p in parameters:
        p.requires_grad_(True)
    for step in range(steps):
        chosen = [rows[(step * batch + i) % len(rows)] for i in range(batch)]
        loss = model.loss(chosen)
        loss.backward()
        norm = math.sqrt(sum(float((p.grad.double() ** 2).sum()) for p in parameters))
        scale = min(1.0, settings["clipNorm"] / (norm + 1e-6))
        rate = learning_rate(
            step, steps, settings["warmupSteps"], settings["learningRate"], settings["finalFraction"])
        optimizer.step(rate, scale)
        losses.append(float(loss))
        norms.append(norm)
    return losses, norms
