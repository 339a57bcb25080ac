"""Writes tokenizer-folders.json: folders of tokenizer files, each a few changes of one small byte-level tokenizer or of a tokenizer.model, and the
ids that transformers gives to texts with them. Made with transformers 5.24.

usage: make_tokenizer_folders.py SHARED > ../resources/org/reformatted/realign/text/tokenizer-folders.json
"""
import copy
import json
import os
import shutil
import sys
import tempfile

os.environ["TRANSFORMERS_VERBOSITY"] = "error"
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import AutoTokenizer

MODEL = os.path.join(sys.argv[1], "models", "stories260K", "tokenizer.model")
TEXTS = [
    "The capital of France is",
    "<think> Once",
    "a <think>\nb<think><think>",
    "x<|tool|>y <|tool|> z",
    "ab<wrap> cd  <wrap>  ef",
    "word<lone> <lone> lone<lone>",
    "",
    "naïve 中文 😀\n\n\ttab  two",
    "one two three 1234 don't",
]


def base():
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=300, special_tokens=["<|bos|>", "<|eos|>"], initial_alphabet=pre_tokenizers.ByteLevel.alphabet())
    tokenizer.train_from_iterator(TEXTS[:1] + TEXTS[-1:] + ["the the capital is on is on three"] * 5, trainer)
    return json.loads(tokenizer.to_str())


def token(content, id=None, special=False, **flags):
    fields = {"content": content, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False,
              "special": special, **flags}
    return fields if id is None else {"id": id, **fields}


def template(before, after, ids):
    single = [{"SpecialToken": {"id": t, "type_id": 0}} for t in before] + [{"Sequence": {"id": "A", "type_id": 0}}]
    single += [{"SpecialToken": {"id": t, "type_id": 0}} for t in after]
    return {"type": "TemplateProcessing", "single": single, "pair": single + [{"Sequence": {"id": "B", "type_id": 0}}],
            "special_tokens": {t: {"id": t, "ids": [ids[t]], "tokens": [t]} for t in before + after}}


def variants(json_file):
    ids = {t["content"]: t["id"] for t in json_file["added_tokens"]}
    size = 1 + max(list(json_file["model"]["vocab"].values()) + list(ids.values()))
    named = {"tokenizer_class": "PreTrainedTokenizerFast", "bos_token": "<|bos|>", "eos_token": "<|eos|>"}
    bos = template(["<|bos|>"], [], ids)
    both = template(["<|bos|>"], ["<|eos|>"], ids)
    byte_level = {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": False, "use_regex": True}
    more = [token("<think>", size), token("<|tool|>", size + 1, True), token("<wrap>", size + 2, lstrip=True, rstrip=True),
            token("<lone>", size + 3, single_word=True)]
    as_json = json_file["added_tokens"] + more
    decoder = {str(t["id"]): {k: v for k, v in t.items() if k != "id"} for t in as_json}
    yield "plain", {"config": named}
    yield "processor-null-add-bos", {"config": {**named, "add_bos_token": True}}
    yield "template-bos", {"config": named, "json": {"post_processor": bos}}
    yield "template-bos-eos", {"config": named, "json": {"post_processor": both}}
    yield "sequence-of-processors", {"config": named, "json": {
        "post_processor": {"type": "Sequence", "processors": [byte_level, bos]}}}
    yield "byte-level-processor", {"config": named, "json": {"post_processor": byte_level}}
    yield "template-bos-add-bos-false", {"config": {**named, "add_bos_token": False}, "json": {"post_processor": bos}}
    yield "template-bos-add-eos", {"config": {**named, "add_eos_token": True}, "json": {"post_processor": bos}}
    yield "bos-null", {"config": {**named, "bos_token": None}}
    yield "names-in-special-map", {"config": {"tokenizer_class": "PreTrainedTokenizerFast"}, "special": {
        "bos_token": "<|bos|>", "eos_token": {"content": "<|eos|>"}}, "json": {"post_processor": bos}}
    yield "added-in-json", {"config": named, "json": {"added_tokens": as_json, "post_processor": bos}}
    yield "added-in-config", {"config": {**named, "added_tokens_decoder": decoder}}
    yield "added-in-added-tokens", {"config": named, "added": {"<think>": size, "<|tool|>": size + 1},
                                    "special": {"additional_special_tokens": ["<|tool|>"], **{
                                        k: named[k] for k in ("bos_token", "eos_token")}}}
    yield "special-by-name", {"config": {**named, "additional_special_tokens": ["<think>"]},
                              "json": {"added_tokens": as_json}}
    sp = 512
    yield "model-bos", {"model": True, "config": {"add_bos_token": True}}
    yield "model-no-bos", {"model": True, "config": {"add_bos_token": False}}
    yield "model-bos-eos", {"model": True, "config": {"add_bos_token": True, "add_eos_token": True}}
    yield "model-added-no-class", {"model": True, "config": {"add_bos_token": True, "added_tokens_decoder": {
        str(sp): token("<think>"), str(sp + 1): token("<|tool|>", special=True)}}}
    for legacy in (True, False):
        yield "model-added-legacy-" + str(legacy).lower(), {"model": True, "config": {
            "tokenizer_class": "LlamaTokenizer", "legacy": legacy, "add_bos_token": True, "added_tokens_decoder": {
                str(sp): token("<think>"), str(sp + 1): token("<|tool|>", special=True)}}}


def write(folder, json_file, files):
    def dump(name, content):
        with open(os.path.join(folder, name), "w") as out:
            json.dump(content, out)
    if files.get("model"):
        shutil.copy(MODEL, folder)
    else:
        dump("tokenizer.json", {**copy.deepcopy(json_file), **files.get("json", {})})
    for key, name in (("config", "tokenizer_config.json"), ("added", "added_tokens.json"),
                      ("special", "special_tokens_map.json")):
        if key in files:
            dump(name, files[key])


def main():
    json_file = base()
    folders = []
    for name, files in variants(json_file):
        with tempfile.TemporaryDirectory() as folder:
            write(folder, json_file, files)
            tokenizer = AutoTokenizer.from_pretrained(folder)
            specials = {t.content for t in tokenizer.added_tokens_decoder.values() if t.special} | set(tokenizer.all_special_tokens)
            rows = []
            for text in TEXTS:
                if not any(special in text for special in specials):
                    rows.append({"text": text, "ids": tokenizer(text).input_ids})
            folders.append({"name": name, "files": files, "size": len(tokenizer), "bos": tokenizer.bos_token_id,
                            "eos": tokenizer.eos_token_id, "rows": rows})
    json.dump({"transformers": __import__("transformers").__version__, "base": json_file, "folders": folders}, sys.stdout,
              ensure_ascii=True, separators=(",", ":"))


main()
