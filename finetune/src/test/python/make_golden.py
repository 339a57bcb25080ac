"""Makes the golden values of the finetune tests: python3 make_golden.py MODEL_FOLDER > ../resources/org/reformatted/finetune/stories260K.json

Needs Debian's python3-torch and python3-numpy, and the stories260K folder. The rows are random tokens from a fixed generator,
so that nothing of the model's training data is stored.
"""
import datetime
import hashlib
import json
import math
import os
import sys

import torch

import reference_llama


LINEAR_FACTOR = 4.0


class Lcg:
    def __init__(self, seed):
        self.state = seed

    def below(self, bound):
        self.state = (self.state * 1103515245 + 12345) % (1 << 31)
        return (self.state >> 8) % bound


def make_rows(random, count):
    rows = []
    for _ in range(count):
        prompt, answer = 3 + random.below(12), 4 + random.below(24)
        ids = [1] + [3 + random.below(509) for _ in range(prompt + answer)]
        weights = [0.0] * (1 + prompt) + [1.0] * answer
        rows.append((ids, weights))
    return rows


def main(folder):
    torch.set_num_threads(2)
    config = json.load(open(os.path.join(folder, "config.json")))
    path = os.path.join(folder, "model.safetensors")
    settings = {"learningRate": 2.0e-3, "betas": [0.9, 0.95], "epsilon": 1.0e-5, "weightDecay": 0.1, "clipNorm": 1.0,
                "warmupSteps": 2, "finalFraction": 0.1}
    random = Lcg(7)
    rows = make_rows(random, 40)

    model = reference_llama.Llama(config, reference_llama.read_safetensors(path))
    ids = [1] + [3 + random.below(509) for _ in range(63)]
    with torch.no_grad():
        logits = model.forward(ids)
    positions = [0, 1, 7, 31, 63]
    stretched = reference_llama.Llama({**config, "rope_linear_factor": LINEAR_FACTOR}, model.w)
    with torch.no_grad():
        linear = stretched.forward(ids)
    greedy = [1]
    with torch.no_grad():
        for _ in range(60):
            greedy.append(int(model.forward(greedy)[-1].argmax()))

    parameters = list(model.w.values())
    losses, norms = reference_llama.train(model, parameters, rows, 20, 4, settings)

    frozen = reference_llama.read_safetensors(path)
    rank, alpha, lora, trained = 4, 8, {}, []
    for layer in range(config["num_hidden_layers"]):
        for t, target in enumerate(["q_proj", "k_proj", "v_proj", "o_proj"]):
            name = "model.layers.%d.self_attn.%s" % (layer, target)
            out, into = frozen[name + ".weight"].shape
            a = torch.tensor([[0.1 * math.sin(1 + 31 * layer + 7 * t + 13 * i + 3 * j) for j in range(into)]
                              for i in range(rank)], dtype=torch.float32)
            b = torch.zeros(out, rank)
            lora[name] = (a, b, alpha / rank)
            trained += [a, b]
    adapted = reference_llama.Llama(config, frozen, lora)
    lora_losses, lora_norms = reference_llama.train(adapted, trained, rows, 20, 4, settings)

    json.dump({
        "provenance": {
            "script": "finetune/src/test/python/make_golden.py",
            "date": datetime.date.today().isoformat(),
            "torch": torch.__version__,
            "python": sys.version.split()[0],
            "model": "stories260K, model.safetensors sha256 " + hashlib.sha256(open(path, "rb").read()).hexdigest(),
        },
        "logits": {"ids": ids, "positions": positions, "values": [[float(x) for x in logits[p]] for p in positions]},
        "linear": {"factor": LINEAR_FACTOR, "values": [[float(x) for x in linear[p]] for p in positions]},
        "greedy": greedy,
        "settings": settings,
        "rows": [{"input_ids": ids, "loss_mask": [int(w) for w in weights]} for ids, weights in rows],
        "sft": {"losses": losses, "gradNorms": norms},
        "lora": {"rank": rank, "alpha": alpha, "losses": lora_losses, "gradNorms": lora_norms},
    }, sys.stdout)
    print()


if __name__ == "__main__":
    main(sys.argv[1])
