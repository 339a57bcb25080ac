"""Whether this program and the tools people use give the same: losses, texts, adapters, token ids, scores. See scripts/bench peers.

Usage: parity.py MODEL-FOLDER GSM8K-FOLDER WORK-FOLDER [--only NAME,...] [--limit N] [--lm-eval SAMPLES.jsonl] [--sentencepiece TOKENIZER.MODEL]
Ends with 1 when anything differs. Logits on 50 prompts and 20 greedy texts are scripts/bench checkpoints' part.
"""
import argparse
import json
import os
import pathlib
import random
import subprocess
import sys

import ours as our

PROMPTS = ["Natalia has 48 clips and", "The capital of France is", "Once upon a time", "2 + 2 is", "Water boils at", "A farmer has"]
TOLERANCE = 1e-4
failed = []


def tell(what, equal, figure):
    print(f"| {what} | {'equal' if equal else 'DIFFERS'} | {figure} |", flush=True)
    if not equal:
        failed.append(what)


def short_rows(s, count):
    """The shortest rows of GSM8K, so that 20 steps of the real model take minutes."""
    rows = sorted(open(s.train, encoding="utf-8"), key=len)[:count]
    file = s.work / f"short{count}.jsonl"
    file.write_text("".join(rows), encoding="utf-8")
    return str(file)


def losses(s, what, method, batch, rows, train, **more):
    mine = our.finetune(s.work, "parity-" + what.split(" ")[0], s.threads, model=s.model, train=train, steps=s.steps, rate=1e-5, method=method, batch=batch)
    other = our.theirs("sft_loop", model=s.model, train=train, steps=s.steps, rows=rows, rate=1e-5, threads=s.threads, **more)
    found = [line["loss"] for line in mine["metrics"]]
    worst = max(abs(a - b) / abs(b) for a, b in zip(found, other["losses"]))
    tell(f"losses of {s.steps} steps, {what}", len(found) == s.steps and worst <= TOLERANCE,
         f"largest relative difference {worst:.1e}; losses {other['losses'][0]:.4f} to {other['losses'][-1]:.4f}")
    return mine["out"]


def full(s):
    checkpoint = losses(s, "full", "full", "{examples: 1}", 1, short_rows(s, s.steps)) / "checkpoint"
    texts = [row["output"] for row in our.generate(checkpoint, PROMPTS, s.work, len(PROMPTS), 24, s.threads)["rows"]]
    other = our.theirs("generate_transformers", model=str(checkpoint), prompts=PROMPTS, rows=1, tokens=24, threads=s.threads)["texts"]
    tell("our checkpoint continued by transformers", texts == other, f"{sum(a == b for a, b in zip(texts, other))} of {len(texts)} texts")
    gguf = s.work / "trained.gguf"
    our.ours("gguf", "--model", checkpoint, "--to", gguf)
    import tokenizers

    ids = our.theirs("generate_llama", gguf=str(gguf), prompts=PROMPTS, tokens=24, threads=s.threads)["ids"]
    tokenizer = tokenizers.Tokenizer.from_file(str(checkpoint / "tokenizer.json"))
    ends = {tokenizer.token_to_id(token) for token in ("<|im_end|>", "<|endoftext|>")}
    cut = [row[:next((i for i, token in enumerate(row) if token in ends), len(row))] for row in ids]
    llama = tokenizer.decode_batch(cut)
    tell("our checkpoint as GGUF continued by llama.cpp", texts == llama, f"{sum(a == b for a, b in zip(texts, llama))} of {len(texts)} texts")


def packed(s):
    losses(s, "packed rows", "full", "{tokens: 512, layout: packed}", 2, short_rows(s, 2))


def lora(s):
    """From an adapter that PEFT drew, so that both start alike; then the trained ones are read by each other."""
    import peft
    import torch
    import transformers

    base = transformers.AutoModelForCausalLM.from_pretrained(s.model, dtype=torch.float32)
    torch.manual_seed(3)
    model = peft.get_peft_model(base, peft.LoraConfig(r=8, lora_alpha=16, target_modules=["q_proj", "v_proj"], lora_dropout=0.0, task_type="CAUSAL_LM"))
    with torch.no_grad():
        for name, weight in model.named_parameters():
            if "lora_B" in name:
                weight.normal_(0, 0.02)
    start, theirs_out = s.work / "start-adapter", s.work / "peft-adapter"
    model.save_pretrained(start)
    del model, base
    method = f"{{adapter: {{path: {start}}}}}"
    out = losses(s, "LoRA", method, "{examples: 1}", 1, short_rows(s, s.steps), adapter=str(start), out=str(theirs_out))
    own = next(out.rglob("adapter_config.json")).parent
    for what, folder in (("our adapter in PEFT", own), ("PEFT's adapter here", theirs_out)):
        merged = s.work / "merged"
        our.measured(["rm", "-rf", str(merged)])
        our.ours("merge", "--model", s.model, "--adapter", folder, "--out", merged)
        texts = [row["output"] for row in our.generate(merged, PROMPTS, s.work, len(PROMPTS), 24, s.threads)["rows"]]
        other = our.theirs("generate_transformers", model=s.model, adapter=str(folder), prompts=PROMPTS, rows=1, tokens=24, threads=s.threads)["texts"]
        tell(what, texts == other, f"{sum(a == b for a, b in zip(texts, other))} of {len(texts)} texts")


def strings(s):
    """5,000 texts without line breaks: sentences, and characters of many scripts at random."""
    draw = random.Random(11)
    words = [w for line in open(s.train, encoding="utf-8") for w in json.loads(line)["question"].split()][:20000]
    others = "é ü ß ñ ж я ה ש ع ق क ख 你 好 日 本 한 국 😀 👩‍👧 ½ ² € — … “ ” \t ' ’ 's 'LL 12345 007 3.14 -5 1,000 <s> </s> <|im_end|> [INST] \\frac{1}{2} {} ## http://a.b/c_d?e=f A\u0301 \u200b \u00a0 ﷽ ﬁ Å".split(" ")
    made = []
    while len(made) < 5000:
        parts = [draw.choice(words if draw.random() < 0.6 else others) for _ in range(draw.randrange(1, 14))]
        text = draw.choice(["", "", " ", "  "]) + draw.choice([" ", " ", " ", "", "  "]).join(parts) + draw.choice(["", "", " "])
        made.append("".join(c for c in text if c not in "\n\r\u0085\u2028\u2029\x0b\x0c\x1c\x1d\x1e"))
    return made


def tokens(s):
    import tokenizers
    import transformers
    from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, pre_tokenizers, processors, trainers

    texts = strings(s)
    file = s.work / "strings.txt"
    file.write_text("".join(t + "\n" for t in texts), encoding="utf-8")
    style = s.work / "llama3-style"
    style.mkdir(exist_ok=True)
    like = Tokenizer(models.BPE(ignore_merges=True))
    split = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
    like.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Split(Regex(split), "isolated"), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    like.decoder = decoders.ByteLevel()
    special = [AddedToken(t, special=True, normalized=False) for t in ("<|begin_of_text|>", "<|end_of_text|>", "<|eot_id|>")]
    like.train_from_iterator(texts[:2500], trainers.BpeTrainer(vocab_size=3000, special_tokens=special, initial_alphabet=pre_tokenizers.ByteLevel.alphabet()))
    like.post_processor = processors.TemplateProcessing(single="<|begin_of_text|> $A", special_tokens=[("<|begin_of_text|>", like.token_to_id("<|begin_of_text|>"))])
    like.save(str(style / "tokenizer.json"))
    kinds = {"SmolLM2's tokenizer.json": (s.model, Tokenizer.from_file(os.path.join(s.model, "tokenizer.json"))), "a LLaMA-3-style tokenizer.json": (style, like)}
    for what, (folder, other) in kinds.items():
        other.encode_special_tokens = True  # here a special token that a text spells is text; transformers says split_special_tokens
        compare(what, folder, file, [e.ids for e in other.encode_batch(texts, add_special_tokens=False)])
    if s.sentencepiece:
        folder = s.work / "llama2"
        folder.mkdir(exist_ok=True)
        (folder / "tokenizer.model").write_bytes(pathlib.Path(s.sentencepiece).read_bytes())
        (folder / "config.json").write_text(json.dumps({"model_type": "llama"}))
        other = transformers.AutoTokenizer.from_pretrained(folder, split_special_tokens=True)
        print(type(other).__name__, file=sys.stderr)
        compare("LLaMA-2's tokenizer.model", folder, file, [other(t, add_special_tokens=False)["input_ids"] for t in texts])


def compare(what, folder, file, wanted):
    found = [json.loads(line)["ids"] for line in our.ours("tokenize", "--model", folder, "--file", file, "--json")["text"].splitlines()]
    same = sum(a == b for a, b in zip(found, wanted))
    for i, (a, b) in enumerate(zip(found, wanted)):
        if a != b and same > len(wanted) - 20:
            print(i, a, b, file=sys.stderr)
    tell(f"token ids, {what}", same == len(wanted) == len(found), f"{same} of {len(wanted)} strings")


def scores(s):
    """The same answers of lm-evaluation-harness' gsm8k, sample by sample, and the same verdict of each policy on each answer."""
    samples = [json.loads(line) for line in open(s.lm_eval, encoding="utf-8")]
    one = {sample["doc_id"]: sample for sample in samples}
    order = sorted(one)
    arguments = one[order[0]]["arguments"]
    first = arguments["gen_args_0"] if isinstance(arguments, dict) else arguments[0]
    options = first["arg_1"] if isinstance(first, dict) else first[1]
    prompt = lambda sample: sample["arguments"]["gen_args_0"]["arg_0"] if isinstance(sample["arguments"], dict) else sample["arguments"][0][0]
    stops = [x for stop in options["until"] for x in ("--stop", stop)]
    ran = our.generate(s.model, [prompt(one[i]) for i in order], s.work, 25, options["max_gen_toks"], s.threads, *stops)
    texts = [row["output"] for row in ran["rows"]]
    theirs = [one[i]["resps"][0][0] for i in order]
    same = sum(a == b for a, b in zip(texts, theirs))
    tell("gsm8k, texts", same == len(texts), f"{same} of {len(texts)}")
    file, verdicts = s.work / "gsm8k-outputs.jsonl", s.work / "gsm8k-verdicts.jsonl"
    file.write_text("".join(json.dumps({"id": str(i), "output": t, "reference": one[i]["doc"]["answer"]}) + "\n" for i, t in zip(order, texts)), encoding="utf-8")
    our.ours("score", "gsm8k", "--predictions", file, "--samples", verdicts, "--json")
    mine = {json.loads(line)["id"]: json.loads(line)["policies"] for line in open(verdicts, encoding="utf-8")}
    for policy in ("strict-match", "flexible-extract"):
        other = {str(sample["doc_id"]): sample["exact_match"] for sample in samples if sample["filter"] == policy}
        agreed = sum(bool(mine[i][policy]["correct"]) == bool(other[i]) for i in other)
        tell(f"gsm8k, {policy}", agreed == len(other), f"{agreed} of {len(other)} verdicts; correct {sum(map(bool, other.values()))}")


def answers(s):
    """lm-evaluation-harness' gsm8k and ours on right answers in many forms, which a model of this size rarely gives: a stub service gives them to both."""
    script = our.HERE.parents[4] / "eval/src/test/python/gsm8k_requests.py"
    done = subprocess.run([sys.executable, script, our.HARNESS[0], pathlib.Path(s.train).parent, "--limit", str(s.limit)],
                          stdout=subprocess.PIPE, text=True)
    if done.returncode:
        print(done.stdout, file=sys.stderr)
    for row in done.stdout.splitlines():
        cells = [cell.strip() for cell in row.split("|")]
        if len(cells) > 5 and " of " in cells[2]:
            print(f"| lm-eval on right answers, {cells[1]} | | prompts {cells[2]}, answers {cells[3]}; strict {cells[4]}; flexible {cells[5]} |")
    tell("gsm8k, right answers in many forms", done.returncode == 0, (done.stdout.splitlines() or ["no output"])[-1])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("gsm8k")
    parser.add_argument("work")
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--lm-eval")
    parser.add_argument("--sentencepiece")
    parser.add_argument("--limit", type=int, default=1319, help="problems of GSM8K that answers takes")
    parser.add_argument("--only", default="tokens,lora,full,packed,answers")
    s = parser.parse_args()
    s.work = pathlib.Path(s.work).resolve()
    s.work.mkdir(parents=True, exist_ok=True)
    s.model = str(pathlib.Path(s.model).resolve())
    s.train = str(pathlib.Path(s.gsm8k).resolve() / "train.jsonl")
    print("| what | result | |\n|---|---|---|")
    for name in s.only.split(","):
        {"tokens": tokens, "lora": lora, "full": full, "packed": packed, "answers": answers, "scores": scores}[name](s)
    sys.exit(1 if failed else 0)


main()
