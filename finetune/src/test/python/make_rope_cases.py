"""Writes rope-cases.json and rope-weights.safetensors: configs of one tiny random LLaMA with every kind of rotary scaling, in the style of
transformers 4 and 5, and the logits that transformers computes with them. Made with transformers 5.24, torch 2.11, float32.

usage: make_rope_cases.py ../resources/org/reformatted/finetune/weights
"""
import json
import os
import sys
import tempfile

os.environ["TRANSFORMERS_VERBOSITY"] = "error"
import torch
import transformers
from safetensors.torch import save_file
from transformers import AutoModelForCausalLM, LlamaConfig, LlamaForCausalLM

OUT = sys.argv[1]
SHAPE = {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_size": 32, "intermediate_size": 40,
         "num_hidden_layers": 2, "num_attention_heads": 2, "num_key_value_heads": 1, "head_dim": 16, "vocab_size": 40,
         "max_position_embeddings": 64, "rms_norm_eps": 1e-6, "hidden_act": "silu", "tie_word_embeddings": True,
         "bos_token_id": 1, "eos_token_id": 2}
LLAMA3 = {"factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0, "original_max_position_embeddings": 16}
YARN = {"factor": 4.0, "original_max_position_embeddings": 16}
CASES = {
    "none": {},
    "theta": {"rope_theta": 500000.0},
    "theta-new": {"rope_parameters": {"rope_type": "default", "rope_theta": 500000.0}},
    "null": {"rope_scaling": None, "rope_theta": 1000.0},
    "linear": {"rope_scaling": {"type": "linear", "factor": 2.5}},
    "linear-new": {"rope_parameters": {"rope_type": "linear", "factor": 2.5, "rope_theta": 1000.0}},
    "dynamic": {"rope_scaling": {"type": "dynamic", "factor": 2.0}, "rope_theta": 1000.0},
    "dynamic-new": {"rope_parameters": {"rope_type": "dynamic", "factor": 2.0, "rope_theta": 1000.0}},
    "llama3": {"rope_scaling": {"rope_type": "llama3", **LLAMA3}, "rope_theta": 1000.0},
    "llama3-new": {"rope_parameters": {"rope_type": "llama3", "rope_theta": 1000.0, **LLAMA3}},
    "llama3-without-original": {"rope_scaling": {"rope_type": "llama3", "factor": 2.0, "low_freq_factor": 1.0,
                                                 "high_freq_factor": 4.0}, "rope_theta": 100.0},
    "yarn": {"rope_scaling": {"type": "yarn", "finetuned": True, **YARN}, "rope_theta": 1000.0},
    "yarn-new": {"rope_parameters": {"rope_type": "yarn", "rope_theta": 1000.0, **YARN}},
    "yarn-betas": {"rope_scaling": {"rope_type": "yarn", "beta_fast": 8.0, "beta_slow": 0.5, **YARN}},
    "yarn-not-truncated": {"rope_parameters": {"rope_type": "yarn", "rope_theta": 1000.0, "truncate": False, **YARN}},
    "yarn-attention-factor": {"rope_scaling": {"rope_type": "yarn", "attention_factor": 0.8, **YARN}},
    "yarn-mscale": {"rope_scaling": {"rope_type": "yarn", "mscale": 1.5, "mscale_all_dim": 0.7, **YARN}},
    "scaling-beside-default-parameters": {
        "rope_scaling": {"rope_type": "linear", "factor": 4.0},
        "rope_parameters": {"rope_type": "default", "rope_theta": 300.0}},
    "scaling-beside-parameters-and-theta": {
        "rope_scaling": {"rope_type": "linear", "factor": 4.0}, "rope_theta": 700.0,
        "rope_parameters": {"rope_type": "default", "rope_theta": 300.0}},
    "theta-beside-parameters": {"rope_theta": 700.0, "rope_parameters": {"rope_type": "default", "rope_theta": 300.0}},
    "original-beside": {"original_max_position_embeddings": 32, "rope_theta": 1000.0,
                        "rope_scaling": {"rope_type": "yarn", **YARN}},
}

torch.manual_seed(5)
model = LlamaForCausalLM(LlamaConfig(**{**SHAPE, "initializer_range": 0.25}))
weights = {name: tensor.contiguous() for name, tensor in model.state_dict().items() if name != "lm_head.weight"}
save_file(weights, os.path.join(OUT, "rope-weights.safetensors"), metadata={"format": "pt"})
ids = torch.randint(3, 40, (1, 60))
cases = []
for name, fields in CASES.items():
    with tempfile.TemporaryDirectory() as folder:
        save_file(weights, os.path.join(folder, "model.safetensors"), metadata={"format": "pt"})
        with open(os.path.join(folder, "config.json"), "w") as out:
            json.dump({**SHAPE, **fields}, out)
        loaded = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32)
        with torch.no_grad():
            logits = loaded(ids).logits[0]
    cases.append({"name": name, "config": {**SHAPE, **fields},
                  "logits": {str(at): [round(x, 6) for x in logits[at].tolist()] for at in (20, 59)}})
with open(os.path.join(OUT, "rope-cases.json"), "w") as out:
    json.dump({"transformers": transformers.__version__, "ids": ids[0].tolist(), "cases": cases}, out, separators=(",", ":"))
