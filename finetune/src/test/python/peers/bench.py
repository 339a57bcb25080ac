"""This program and the tools people use, in turn, on the same weights, data, threads and precision: one table of ratios. See scripts/bench peers.

Usage: bench.py MODEL-FOLDER GSM8K-FOLDER WORK-FOLDER [--rounds N] [--threads N] [--steps N] [--rows N] [--only NAME,...]
A round runs ours and each of theirs once, one after the other; a ratio is taken within a round and is above 1 where ours is faster or smaller. Shown are the
median, the smallest and the largest; seconds are those of the wall, and of all processors ("cpu"), which a busy machine lengthens less.
"""
import argparse
import json
import os
import pathlib
import statistics
import sys

import ours as our


def spread(values, form="{:.2f}"):
    return form.format(statistics.median(values)) + " (" + form.format(min(values)) + " to " + form.format(max(values)) + ")"


class Table:
    def __init__(self):
        self.rows = {}

    def turn(self, what, unit, mine, others):
        """Both in the same unit; more is better. Kept by round, so that ratios are those of neighbours."""
        for name, other in others.items():
            self.rows.setdefault((what, unit, name), []).append((mine, other))

    def show(self):
        lines = ["| work | unit | ours | other | its figure | ours over it |", "|---|---|---|---|---|---|"]
        for (what, unit, name), pairs in self.rows.items():
            lines.append(f"| {what} | {unit} | {spread([a for a, _ in pairs], '{:.3g}')} | {name} | {spread([b for _, b in pairs], '{:.3g}')} | "
                         f"**{spread([a / b for a, b in pairs])}** |")
        return "\n".join(lines)


def sft(table, s, lora):
    what = "SFT, LoRA q and v, rank 8" if lora else "SFT, all weights"
    common = dict(model=s.model, train=s.train, steps=s.steps, rate=1e-5)
    mine = our.finetune(s.work, "sft", s.threads, method="{lora: {rank: 8, alpha: 16, dropout: 0, targets: [q_proj, v_proj]}}" if lora else "full", batch="{examples: %d}" % s.rows, **common)
    loop = our.theirs("sft_loop", threads=s.threads, rows=s.rows, lora=lora, **common)
    trl = our.theirs("sft_trl", threads=s.threads, rows=s.rows, lora=lora, out=str(s.work / "trl"), **common)
    rate = statistics.median(line["tokensPerSecond"] for line in mine["metrics"][1:])
    speeds = {name: 1 / statistics.median(other["secondsPerToken"]) for name, other in (("transformers", loop), ("TRL", trl))}
    table.turn(what, "tokens/s", rate, speeds)
    work = {name: 1 / statistics.median(other["cpuPerToken"]) for name, other in (("transformers", loop), ("TRL", trl))}
    print(what, "tokens a cpu second:", work, file=sys.stderr)
    table.turn(what + ", memory", "1/GiB", 2**30 / mine["memory"], {"transformers": 2**30 / loop["memory"], "TRL": 2**30 / trl["memory"]})


def generation(table, s, rows):
    tokens = {1: 48, 8: 32, 64: 16}[rows]
    prompts = ["Once upon a time"] * rows
    mine = json.loads(our.ours("bench", "generation", "--model", s.model, "--batch-rows", rows, "--max-new-tokens", tokens, "--threads", s.threads)["text"])
    llama = our.theirs("generate_llama", gguf=s.gguf, tokens=tokens, prompts=prompts, threads=s.threads)
    figures = {"llama.cpp float32": (rows * llama["steps"], llama)}
    if not s.brief:
        common = dict(model=s.model, prompts=prompts, threads=s.threads, rows=rows, whole=True)
        few, many = (our.theirs("generate_transformers", tokens=count, **common) for count in (4, 4 + tokens))
        figures["transformers"] = (rows * tokens, {key: many[key] - few[key] for key in ("seconds", "cpu")})
    for unit, own, key in (("tokens/s", "seconds", "seconds"), ("tokens a cpu second", "cpuSeconds", "cpu")):
        table.turn(f"generation, batch {rows}", unit, mine["tokens"] / mine[own], {name: count / times[key] for name, (count, times) in figures.items()})


def tokenizing(table, s):
    file = s.work / "lines.txt"
    rows = [json.loads(line) for line in open(s.train, encoding="utf-8")]
    file.write_text("".join((r["question"] + " " + r["answer"]).replace("\n", " ").replace("\r", " ") + "\n" for r in rows), encoding="utf-8")
    first = s.work / "line.txt"
    first.write_text("one\n", encoding="utf-8")
    mine = [our.ours("tokenize", "--model", s.model, "--file", f, "--json") for f in (first, file)]
    other = our.theirs("tokenize", model=s.model, file=str(file))
    count = other["tokens"]
    table.turn(f"tokenizing {len(rows)} texts, start-up left out, ids written by ours alone", "tokens/s", count / (mine[1]["processWall"] - mine[0]["processWall"]),
               {"tokenizers": count / other["seconds"]})


def scoring(table, s):
    rows = [json.loads(line) for line in open(s.test, encoding="utf-8")]
    file = s.work / "predictions.jsonl"
    file.write_text("".join(json.dumps({"id": str(i), "output": rows[i - i % 2]["answer"], "reference": r["answer"]}) + "\n" for i, r in enumerate(rows)), encoding="utf-8")
    mine = our.ours("score", "gsm8k", "--predictions", file, "--json")
    other = our.theirs("score", predictions=str(file))
    table.turn(f"scoring {len(rows)} outputs of gsm8k, whole process", "1/s", 1 / mine["processWall"], {"lm-eval": 1 / other["processWall"]})


def startup(table, s):
    mine = our.ours("--version")
    others = {name: our.measured([sys.executable, "-c", code])[1] for name, code in (("transformers", "import torch, transformers"), ("lm-eval", "import lm_eval.evaluator"))}
    table.turn("start-up", "1/s", 1 / mine["processWall"], {name: 1 / wall for name, wall in others.items()})


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("gsm8k")
    parser.add_argument("work")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--steps", type=int, default=4)
    parser.add_argument("--rows", type=int, default=8)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--brief", action="store_true", help="generation beside llama.cpp alone")
    parser.add_argument("--only", default="startup,scoring,tokenizing,generate1,generate8,generate64,full,lora")
    s = parser.parse_args()
    s.work = pathlib.Path(s.work).resolve()
    s.work.mkdir(parents=True, exist_ok=True)
    s.model = str(pathlib.Path(s.model).resolve())
    s.train, s.test = (str(pathlib.Path(s.gsm8k).resolve() / name) for name in ("train.jsonl", "test.jsonl"))
    s.gguf = str(s.work / "model.gguf")
    works = {"startup": startup, "scoring": scoring, "tokenizing": tokenizing, "full": lambda t, x: sft(t, x, False), "lora": lambda t, x: sft(t, x, True)}
    works |= {f"generate{rows}": lambda t, x, rows=rows: generation(t, x, rows) for rows in (1, 8, 64)}
    unknown = set(s.only.split(",")) - set(works)
    if unknown:
        sys.exit(f"--only ({', '.join(sorted(unknown))}): known are {', '.join(works)}")
    if "generate" in s.only and not os.path.exists(s.gguf):
        our.ours("gguf", "--model", s.model, "--to", s.gguf)
    table = Table()
    for turn in range(s.rounds):
        for name in s.only.split(","):
            print(f"round {turn + 1} of {s.rounds}: {name}, load {os.getloadavg()[0]:.1f}", file=sys.stderr, flush=True)
            works[name](table, s)
            (s.work / "table.md").write_text(table.show() + "\n", encoding="utf-8")
    print(table.show())


main()
