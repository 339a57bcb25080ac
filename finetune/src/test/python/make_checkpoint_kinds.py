"""Makes a folder of each kind of checkpoint with transformers and PEFT, and what those compute with it.

Needs torch, transformers, peft, safetensors and tokenizers. Usage: make_checkpoint_kinds.py OUT [MODEL-FOLDER...]
Each OUT/KIND has model/ (and adapter/ for a kind of adapter), expected.json (prompts with their ids, greedy ids of the first 20, in float32) and logits.bin
(float32, little-endian: the last position of every prompt). A kind that this project is to refuse has expected.json with the word that its
refusal names. CheckpointKindsTest reads them; scripts/bench checkpoints runs both.
"""
import json
import pathlib
import shutil
import sys

import peft
import torch
import transformers
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers

WORDS = "the sum of twelve and thirty is forty two why don't we say so naïve café 你好 😀 x = 3 ; end once upon a time 12 30 42".split(" ")
PROMPTS = [" ".join(WORDS[(7 * i + j * (1 + i % 3)) % len(WORDS)] for j in range(2 + i % 9)) for i in range(50)]
GREEDY, NEW = 20, 16
ROWS = 320


def tokenizer(start):
    tok = Tokenizer(models.BPE())
    tok.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    tok.decoder = decoders.ByteLevel()
    tok.train_from_iterator(PROMPTS, trainers.BpeTrainer(
        vocab_size=ROWS - 8, special_tokens=["<s>", "</s>"], initial_alphabet=pre_tokenizers.ByteLevel.alphabet()))
    if start:
        tok.post_processor = processors.TemplateProcessing(single="<s> $A", special_tokens=[("<s>", 0)])
    return transformers.PreTrainedTokenizerFast(tokenizer_object=tok, bos_token="<s>", eos_token="</s>")


def shape(name, **more):
    common = dict(vocab_size=ROWS, hidden_size=32, intermediate_size=48, num_hidden_layers=3, num_attention_heads=4, num_key_value_heads=2,
                  max_position_embeddings=64, initializer_range=0.3, bos_token_id=0, eos_token_id=1, pad_token_id=None)
    common.update(more)
    return getattr(transformers, name + "Config")(**common)


def rope(**fields):
    return dict(rope_parameters=dict(rope_theta=10000.0, **fields))


SHAPES = {
    "LLaMA": shape("Llama"),
    "LLaMA, tied head": shape("Llama", tie_word_embeddings=True),
    "LLaMA, head width of its own": shape("Llama", head_dim=12),
    "LLaMA, biases of attention and feed-forward": shape("Llama", attention_bias=True, mlp_bias=True),
    "LLaMA, linear positions": shape("Llama", **rope(rope_type="linear", factor=2.0)),
    "LLaMA, dynamic positions": shape("Llama", **rope(rope_type="dynamic", factor=2.0)),
    "LLaMA, LLaMA-3 positions": shape("Llama", **rope(
        rope_type="llama3", factor=8.0, low_freq_factor=1.0, high_freq_factor=4.0, original_max_position_embeddings=32)),
    "LLaMA, YaRN positions": shape("Llama", **rope(rope_type="yarn", factor=2.0, original_max_position_embeddings=32)),
    "Mistral, window of 4": shape("Mistral", sliding_window=4),
    "Mistral, no window": shape("Mistral", sliding_window=None),
    "Qwen2": shape("Qwen2"),
    "Qwen2, tied head": shape("Qwen2", tie_word_embeddings=True),
    "Qwen3": shape("Qwen3", head_dim=8),
    "Qwen3, tied head": shape("Qwen3", head_dim=8, tie_word_embeddings=True),
}
REFUSED = {
    "Gemma": (shape("Gemma", head_dim=8), "gemma"),
    "Phi": (shape("Phi"), "phi"),
    "Mixtral": (shape("Mixtral", num_local_experts=2), "mixtral"),
    "GPT-NeoX": (transformers.GPTNeoXConfig(vocab_size=ROWS, hidden_size=32, intermediate_size=48, num_hidden_layers=2, num_attention_heads=4), "gpt_neox"),
    "LLaMA, quantised": (shape("Llama"), "quantization_config"),
    "LLaMA, weights in pytorch_model.bin alone": (shape("Llama"), "pytorch_model.bin"),
    "LLaMA, number that is not finite": (shape("Llama"), "not finite"),
}
SAVED = {
    "stored as bfloat16": dict(dtype=torch.bfloat16),
    "stored as float16": dict(dtype=torch.float16),
    "stored in shards": dict(shard="20KB"),
    "start token in front": dict(start=True),
    "two end tokens in generation_config.json": dict(ends=[1, 270]),
}
ALL = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
ADAPTERS = {
    "LoRA, q and v": dict(target_modules=["q_proj", "v_proj"]),
    "LoRA, all linear": dict(target_modules="all-linear"),
    "LoRA, regular expression": dict(target_modules=r".*layers\.[02]\..*(q|k)_proj"),
    "LoRA, rank_pattern and alpha_pattern": dict(target_modules=ALL, rank_pattern={"q_proj": 3}, alpha_pattern={"layers.1.mlp.up_proj": 32}),
    "LoRA, layers_to_transform": dict(target_modules=ALL, layers_to_transform=[1]),
    "LoRA, exclude_modules": dict(target_modules=ALL, exclude_modules=["o_proj"]),
    "LoRA, rank-stabilised": dict(target_modules=ALL, use_rslora=True),
    "LoRA, DoRA": dict(target_modules=ALL, use_dora=True),
    "LoRA, PiSSA": dict(target_modules=ALL, init_lora_weights="pissa"),
    "LoRA, OLoRA": dict(target_modules=ALL, init_lora_weights="olora"),
    "LoRA, modules_to_save": dict(target_modules=["q_proj"], modules_to_save=["lm_head", "embed_tokens"]),
}


def expect(folder, model, tok):
    model = model.float().eval()
    ids = [tok(prompt)["input_ids"] for prompt in PROMPTS]
    with torch.no_grad():
        logits = torch.stack([model(torch.tensor([row])).logits[0, -1] for row in ids])
        greedy = [model.generate(torch.tensor([row]), attention_mask=torch.ones(1, len(row), dtype=torch.long), max_new_tokens=NEW, do_sample=False,
                                 pad_token_id=0)[0][len(row):].tolist() for row in ids[:GREEDY]]
    logits.numpy().astype("<f4").tofile(folder / "logits.bin")
    (folder / "expected.json").write_text(json.dumps({"prompts": PROMPTS, "ids": ids, "greedy": greedy}), encoding="utf-8")


def make(config):
    torch.manual_seed(3)
    model = transformers.AutoModelForCausalLM.from_config(config)
    for name, weight in model.named_parameters():
        if name.endswith("bias"):
            torch.nn.init.normal_(weight, std=0.2)
    return model


def save(folder, model, tok, dtype=torch.float32, shard="1GB", ends=None, start=False):
    if ends is not None:
        model.generation_config.eos_token_id = ends
    model.to(dtype).save_pretrained(folder / "model", max_shard_size=shard)
    tok.save_pretrained(folder / "model")
    return transformers.AutoModelForCausalLM.from_pretrained(folder / "model", dtype=torch.float32)


def adapted(folder, fields):
    tok = tokenizer(False)
    save(folder, make(SHAPES["LLaMA"]), tok)
    base = transformers.AutoModelForCausalLM.from_pretrained(folder / "model", dtype=torch.float32)
    torch.manual_seed(4)
    model = peft.get_peft_model(base, peft.LoraConfig(r=4, lora_alpha=8, task_type="CAUSAL_LM", **fields))
    with torch.no_grad():
        for name, weight in model.named_parameters():
            if weight.requires_grad:
                weight.add_(0.05 * torch.randn_like(weight))
    model.save_pretrained(folder / "adapter")
    fresh = transformers.AutoModelForCausalLM.from_pretrained(folder / "model", dtype=torch.float32)
    expect(folder, peft.PeftModel.from_pretrained(fresh, folder / "adapter").merge_and_unload(), tok)


def refused(folder, name, config, word):
    save(folder, make(config), tokenizer(False))
    model = folder / "model"
    if "quantised" in name:
        fields = json.loads((model / "config.json").read_text())
        fields["quantization_config"] = {"quant_method": "bitsandbytes", "load_in_4bit": True}
        (model / "config.json").write_text(json.dumps(fields))
    weights = load_file(model / "model.safetensors")
    if "pytorch_model.bin" in name:
        torch.save(weights, model / "pytorch_model.bin")
        (model / "model.safetensors").unlink()
    if "finite" in name:
        weights["model.norm.weight"][5] = float("nan")
        save_file(weights, model / "model.safetensors", metadata={"format": "pt"})
    (folder / "expected.json").write_text(json.dumps({"refused": word}), encoding="utf-8")


def main(out, published):
    shutil.rmtree(out, ignore_errors=True)
    for name, config in SHAPES.items():
        folder = out / name
        folder.mkdir(parents=True)
        tok = tokenizer(False)
        expect(folder, save(folder, make(config), tok), tok)
    for name, how in SAVED.items():
        folder = out / ("LLaMA, " + name)
        folder.mkdir()
        tok = tokenizer(how.get("start", False))
        expect(folder, save(folder, make(SHAPES["LLaMA"]), tok, **how), tok)
    for name, fields in ADAPTERS.items():
        folder = out / name
        folder.mkdir()
        adapted(folder, fields)
    for name, (config, word) in REFUSED.items():
        folder = out / name
        folder.mkdir()
        refused(folder, name, config, word)
    for model in published:
        folder = out / model.name
        folder.mkdir()
        (folder / "model").symlink_to(model.resolve())
        tok = transformers.AutoTokenizer.from_pretrained(model)
        expect(folder, transformers.AutoModelForCausalLM.from_pretrained(model, dtype=torch.float32), tok)
    print(f"transformers {transformers.__version__}, PEFT {peft.__version__}, torch {torch.__version__}")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), [pathlib.Path(model) for model in sys.argv[2:]])
