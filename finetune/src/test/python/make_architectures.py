"""Makes tiny models of the architectures near LLaMA with transformers and writes what they answer and how they learn.

Run with torch, transformers 5.24 and numpy:

    python make_architectures.py > ../resources/org/reformatted/finetune/weights/architectures.json

Weights are drawn from their names as in make_peft_cases.py. For each case: config.json as transformers wrote it, names and shapes of all
weights, `logits` of all positions of a prompt (float32), the greedy ids behind 20 prompts, and losses and gradient norms of 20 steps of a plain
loop: AdamW, gradients clipped at 1, cosine rate with 2 steps of warm-up; and the same for LoRA adapters of PEFT.
"""

import json
import math
import sys

import torch
from peft import LoraConfig, get_peft_model
from transformers import AutoModelForCausalLM, LlamaConfig, MistralConfig, Qwen2Config, Qwen3Config

from make_peft_cases import SHAPE, fill, numbers, rounded

PROMPT = [1, 7, 30, 12, 5, 22, 9, 33, 2, 14]
KINDS = {
    "llama with biases": (LlamaConfig, dict(attention_bias=True, mlp_bias=True)),
    "llama with biases of attention": (LlamaConfig, dict(attention_bias=True, tie_word_embeddings=True)),
    "qwen2": (Qwen2Config, dict(rope_theta=1000000.0)),
    "qwen2, tied": (Qwen2Config, dict(tie_word_embeddings=True)),
    "qwen2 within a window": (Qwen2Config, dict(use_sliding_window=True, sliding_window=4, max_window_layers=0)),
    "qwen2 with a window of no layer": (Qwen2Config, dict(use_sliding_window=True, sliding_window=4, max_window_layers=3)),
    "qwen3": (Qwen3Config, dict(head_dim=8)),
    "qwen3, tied with biases": (Qwen3Config, dict(head_dim=6, attention_bias=True, tie_word_embeddings=True)),
}


def made(kind):
    config, fields = KINDS[kind]
    model = AutoModelForCausalLM.from_config(config(**{**SHAPE, **fields}), attn_implementation="eager").float().eval()
    with torch.no_grad():
        fill(model)
        model.tie_weights()
        if model.config.tie_word_embeddings:
            model.model.embed_tokens.weight.copy_(numbers("model.embed_tokens.weight", (40, 16)))
    return model


def rows():
    made_rows = []
    for r in range(20):
        ids = [(7 * r + 3 * i * i + 1) % 40 for i in range(8 + r % 5)]
        made_rows.append((ids, 2 + r % 3))
    return made_rows


def train(model, parameters):
    optimizer = torch.optim.AdamW(parameters, lr=2e-3, betas=(0.9, 0.95), eps=1e-5, weight_decay=0.1)
    losses, norms = [], []
    for step in range(20):
        if step < 2:
            rate = (step + 1) / 2
        else:
            rate = 0.1 + 0.9 * 0.5 * (1 + math.cos(math.pi * (step - 2) / 18))
        for group in optimizer.param_groups:
            group["lr"] = 2e-3 * rate
        total, count = 0, 0
        for ids, prompt in rows()[4 * (step % 5):4 * (step % 5) + 4]:
            logits = model(torch.tensor([ids])).logits[0].float()
            total = total + torch.nn.functional.cross_entropy(logits[prompt - 1:-1], torch.tensor(ids[prompt:]), reduction="sum")
            count += len(ids) - prompt
        loss = total / count
        optimizer.zero_grad()
        loss.backward()
        norms.append(torch.nn.utils.clip_grad_norm_(parameters, 1.0).item())
        losses.append(loss.item())
        optimizer.step()
    return dict(losses=losses, gradNorms=norms)


def greedy(model, prompt, count=12):
    ids = list(prompt)
    with torch.no_grad():
        for _ in range(count):
            ids.append(int(model(torch.tensor([ids])).logits[0, -1].argmax()))
    return ids[len(prompt):]


def case(kind):
    model = made(kind)
    config = json.loads(model.config.to_json_string(use_diff=False))
    config.pop("_name_or_path", None)
    config["architectures"] = [type(model).__name__]
    with torch.no_grad():
        logits = [rounded(row) for row in model(torch.tensor([PROMPT])).logits[0]]
    prompts = [ids for ids, _ in rows()]
    texts = [greedy(model, ids) for ids in prompts]
    shapes = {n: list(t.shape) for n, t in model.state_dict().items() if not (n == "lm_head.weight" and model.config.tie_word_embeddings)}
    model.train()
    full = train(model, [p for p in model.parameters()])
    adapted = get_peft_model(made(kind), LoraConfig(r=4, lora_alpha=8, target_modules=["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]))
    with torch.no_grad():
        for name, parameter in adapted.named_parameters():
            if "lora_A" in name:
                parameter.copy_(numbers(name.replace("base_model.model.", "").replace(".default", ""), tuple(parameter.shape)))
    adapted.train()
    lora = train(adapted, [p for p in adapted.parameters() if p.requires_grad])
    return dict(name=kind, config=config, tensors=shapes, logits=logits, greedy=texts, sft=full, lora=lora)


if __name__ == "__main__":
    torch.set_num_threads(1)
    json.dump(dict(prompt=PROMPT, rows=[dict(ids=i, prompt=p) for i, p in rows()], cases=[case(k) for k in KINDS]), sys.stdout)
    print()
