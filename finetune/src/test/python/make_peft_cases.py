"""Makes adapters of many kinds with PEFT and writes what the merged models answer.

Run with torch, transformers 5.24, peft 0.21 and numpy:

    python make_peft_cases.py > ../resources/org/reformatted/finetune/weights/peft-cases.json

Weights are not stored: both sides draw them from a tensor's name, see `numbers`. For each case there are the adapter_config.json as
PEFT wrote it, the names, shapes and types of the adapter's tensors, and the logits of the last position of PROMPT, in float32: `merged`
after merge_and_unload, `beside` with the adapter beside the weights where that is another model.
"""

import json
import os
import shutil
import sys
import tempfile
import warnings

import numpy
import torch
from peft import LoraConfig, PeftModel, get_peft_model
from safetensors.torch import load_file, save_file
from transformers import AutoModelForCausalLM, LlamaConfig, Qwen2Config, Qwen3Config

PROMPT = [1, 7, 30, 12, 5, 22, 9]
SHAPE = dict(vocab_size=40, hidden_size=16, intermediate_size=24, num_hidden_layers=3, num_attention_heads=4,
             num_key_value_heads=2, max_position_embeddings=64, rms_norm_eps=1e-5, bos_token_id=1, eos_token_id=2, pad_token_id=None)
ALL = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]


def numbers(name, shape):
    """Uniform in [-0.5, 0.5): a hash (Steele et al. 2014, mix32 of SplitMix) of the index, started by the name's hash as Java has it."""
    seed = 0
    for c in name:
        seed = (31 * seed + ord(c)) & 0xFFFFFFFF
    x = (numpy.arange(int(numpy.prod(shape)), dtype=numpy.uint64) * 0x9E3779B9 + seed) & 0xFFFFFFFF
    x = ((x ^ (x >> 16)) * 0x85EBCA6B) & 0xFFFFFFFF
    x = ((x ^ (x >> 13)) * 0xC2B2AE35) & 0xFFFFFFFF
    x = x ^ (x >> 16)
    values = ((x >> 8).astype(numpy.float64) / (1 << 24) - 0.5).astype(numpy.float32)
    return torch.from_numpy(values.reshape(shape))


def fill(model):
    own = model.state_dict()
    for name, tensor in own.items():
        value = numbers(name, tuple(tensor.shape))
        tensor.copy_(value + 1 if name.endswith("norm.weight") else value)


def base(folder, kind="llama", tied=False, dtype=torch.float32):
    config = {"llama": LlamaConfig, "qwen2": Qwen2Config, "qwen3": Qwen3Config}[kind](
        **SHAPE, tie_word_embeddings=tied, **({"head_dim": 8} if kind == "qwen3" else {}))
    model = AutoModelForCausalLM.from_config(config).eval()
    with torch.no_grad():
        fill(model)
        if tied:
            model.tie_weights()
            model.model.embed_tokens.weight.copy_(numbers("model.embed_tokens.weight", (40, 16)))
    model.to(dtype).save_pretrained(folder)
    return model


def last_logits(model):
    with torch.no_grad():
        return model(torch.tensor([PROMPT])).logits[0, -1].float()


def rounded(t):
    return [float("%.6g" % v) for v in t.tolist()]


def case(name, kind="llama", tied=False, dtype=torch.float32, stored=torch.float32, edit=None, **fields):
    with tempfile.TemporaryDirectory() as root:
        model = base(root + "/base", kind, tied, dtype)
        torch.manual_seed(0)
        peft = get_peft_model(model, LoraConfig(task_type="CAUSAL_LM", **fields))
        peft.save_pretrained(root + "/adapter")
        file = root + "/adapter/adapter_model.safetensors"
        tensors = {n: numbers(n, tuple(t.shape)).to(stored) for n, t in load_file(file).items()}
        for n in tensors:
            if "magnitude" in n or n.endswith("norm.weight"):
                tensors[n] = tensors[n] + 1
        if fields.get("ensure_weight_tying"):
            tensors["base_model.model.lm_head.weight"] = tensors["base_model.model.model.embed_tokens.weight"].clone()
        save_file(tensors, file, metadata={"format": "pt"})
        config = json.load(open(root + "/adapter/adapter_config.json"))
        config["base_model_name_or_path"] = "base"
        if edit:
            edit(config)
            json.dump(config, open(root + "/adapter/adapter_config.json", "w"))
        again = AutoModelForCausalLM.from_pretrained(root + "/base", dtype=dtype).eval()
        loaded = PeftModel.from_pretrained(again, root + "/adapter").eval()
        beside = last_logits(loaded)
        merged_model = loaded.merge_and_unload()
        merged = last_logits(merged_model)
        result = dict(name=name, kind=kind, tied=tied, config=config,
                      tensors={n: list(t.shape) for n, t in tensors.items()}, merged=rounded(merged))
        if fields.get("ensure_weight_tying"):
            result["same"] = {"base_model.model.lm_head.weight": "base_model.model.model.embed_tokens.weight"}
        if stored != torch.float32 or dtype != torch.float32:
            result["types"] = [str(dtype)[6:], str(stored)[6:]]
            w = merged_model.model.layers[0].self_attn.q_proj.weight.float().flatten()
            result["weight"] = [float(v) for v in w.tolist()]
        far = (beside - merged).abs().max().item()
        if far > 1e-4 and dtype == torch.float32:
            result["beside"] = rounded(beside)
            print(name, "merged differs from beside by", far, file=sys.stderr)
        return result


def sort_targets(config):
    for key in ("target_modules", "exclude_modules"):
        if isinstance(config.get(key), list):
            config[key] = sorted(config[key])


def cases():
    plain = dict(r=4, lora_alpha=8, target_modules=["q_proj", "v_proj"])
    yield case("plain", **plain)
    yield case("every projection", r=3, lora_alpha=5, target_modules=ALL)
    yield case("all-linear", r=2, lora_alpha=4, target_modules="all-linear")
    yield case("all-linear as written", r=2, lora_alpha=4, target_modules="all-linear",
               edit=lambda c: c.update(target_modules="all-linear"))
    yield case("no targets named", r=2, lora_alpha=4, target_modules=["q_proj", "v_proj"], edit=lambda c: c.update(target_modules=None))
    yield case("a regular expression", r=2, lora_alpha=4, target_modules=r"model\.layers\.[02]\.(self_attn|mlp)\.(?P<p>o|up)_proj")
    yield case("full names", r=2, lora_alpha=4, target_modules=["model.layers.1.mlp.down_proj", "layers.0.self_attn.k_proj", "self_attn.o_proj"])
    yield case("rank pattern", r=4, lora_alpha=8, target_modules=ALL, rank_pattern={"q_proj": 2, r"layers\.1\.mlp\..*": 3, "^model.layers.0.mlp.up_proj": 5})
    yield case("alpha pattern", r=4, lora_alpha=8, target_modules=ALL, alpha_pattern={"q_proj": 32, r"0\.mlp\.up_proj": 1, "mlp.up_proj": 3})
    yield case("both patterns of rank-stabilised", r=4, lora_alpha=8, use_rslora=True, target_modules=ALL,
               rank_pattern={"v_proj": 9}, alpha_pattern={"v_proj": 2.5})
    yield case("rank-stabilised", r=4, lora_alpha=8, use_rslora=True, target_modules=["k_proj"])
    yield case("layers", r=4, lora_alpha=8, target_modules=["q_proj", "up_proj"], layers_to_transform=[0, 2])
    yield case("one layer", r=4, lora_alpha=8, target_modules=["q_proj", "up_proj"], layers_to_transform=1, layers_pattern="layers")
    yield case("full names are not held to layers", r=4, lora_alpha=8, target_modules=["q_proj", "model.layers.2.mlp.up_proj"],
               layers_to_transform=[1], layers_pattern=["blocks", "layers"])
    yield case("modules left out", r=4, lora_alpha=8, target_modules=ALL, exclude_modules=["model.layers.1.self_attn.q_proj", "down_proj"])
    yield case("modules left out by expression", r=4, lora_alpha=8, target_modules=ALL, exclude_modules=r".*\.mlp\..*")
    yield case("pissa", init_lora_weights="pissa", **plain)
    yield case("pissa of every rank", init_lora_weights="pissa", r=4, lora_alpha=6, use_rslora=True, target_modules=ALL,
               rank_pattern={"up_proj": 2}, alpha_pattern={"k_proj": 3})
    yield case("olora", init_lora_weights="olora", r=4, lora_alpha=6, target_modules=ALL)
    for harmless in ["gaussian", "orthogonal", False, "mica"]:
        yield case("init " + str(harmless), init_lora_weights=harmless, **plain)
    yield case("dora", use_dora=True, r=4, lora_alpha=8, target_modules=ALL)
    yield case("dora of an expression with rank pattern", use_dora=True, r=4, lora_alpha=8, use_rslora=True, target_modules=r".*\.(k|down)_proj",
               rank_pattern={"k_proj": 2})
    yield case("bias all without biases", bias="all", **plain)
    yield case("bias lora_only without biases", bias="lora_only", **plain)
    yield case("modules to save", r=4, lora_alpha=8, target_modules=["q_proj"], modules_to_save=["embed_tokens", "lm_head"])
    yield case("norms to save", r=4, lora_alpha=8, target_modules=["q_proj"], modules_to_save=["norm", "input_layernorm"])
    yield case("a projection to save", r=4, lora_alpha=8, target_modules=ALL, modules_to_save=["o_proj"])
    yield case("tied, embedding to save", tied=True, r=4, lora_alpha=8, target_modules=["q_proj"], modules_to_save=["embed_tokens"])
    yield case("tied, head to save", tied=True, r=4, lora_alpha=8, target_modules=["q_proj"], modules_to_save=["lm_head"])
    yield case("tied, both to save", tied=True, r=4, lora_alpha=8, target_modules=["q_proj"], modules_to_save=["embed_tokens", "lm_head"])
    yield case("tied, embedding to save and kept tied", tied=True, r=4, lora_alpha=8, target_modules=["q_proj"], modules_to_save=["embed_tokens"],
               ensure_weight_tying=True)
    yield case("the head", r=4, lora_alpha=8, target_modules=["lm_head", "v_proj"])
    yield case("the embedding", r=4, lora_alpha=8, target_modules=["embed_tokens", "v_proj"])
    yield case("tied, the embedding", tied=True, r=4, lora_alpha=8, target_modules=["embed_tokens", "v_proj"])
    yield case("tied, the head", tied=True, r=4, lora_alpha=8, target_modules=["lm_head", "v_proj"])
    yield case("token rows", r=4, lora_alpha=8, target_modules=["v_proj"], trainable_token_indices=[3, 7, 39])
    yield case("token rows by module", r=4, lora_alpha=8, target_modules=["v_proj"], trainable_token_indices={"embed_tokens": [7, 12], "lm_head": [2, 5]})
    yield case("fan_in_fan_out of linear layers", fan_in_fan_out=True, r=4, lora_alpha=8, target_modules=["embed_tokens", "v_proj"])
    yield case("tied, token rows", tied=True, r=4, lora_alpha=8, target_modules=["v_proj"], trainable_token_indices=[3, 7, 39])
    yield case("bfloat16 base", dtype=torch.bfloat16, r=4, lora_alpha=8, target_modules=["q_proj"])
    yield case("bfloat16 base and adapter", dtype=torch.bfloat16, stored=torch.bfloat16, r=4, lora_alpha=8, target_modules=["q_proj"])
    for kind in ["qwen2", "qwen3"]:
        yield case(kind + ", every projection", kind=kind, r=3, lora_alpha=5, target_modules=ALL)
        yield case(kind + ", dora", kind=kind, tied=True, use_dora=True, r=3, lora_alpha=5, target_modules="all-linear")
    yield case("qwen2, bias all", kind="qwen2", bias="all", r=3, lora_alpha=5, target_modules=["q_proj", "o_proj"])
    yield case("qwen2, bias lora_only", kind="qwen2", bias="lora_only", r=3, lora_alpha=5, target_modules=["q_proj", "o_proj"])
    yield case("qwen2, bias of B", kind="qwen2", lora_bias=True, r=3, lora_alpha=5, target_modules=["q_proj", "v_proj"])


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    torch.set_num_threads(1)
    made = list(cases())
    for made_case in made:
        sort_targets(made_case["config"])
    print('{"prompt": %s, "shape": %s, "cases": [' % (json.dumps(PROMPT), json.dumps(SHAPE)))
    print(",\n".join(json.dumps(c) for c in made))
    print("]}")
