"""Runs the program and other libraries as processes, and measures each: wall time, processor time, peak memory."""
import json
import os
import pathlib
import shlex
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
HARNESS = shlex.split(os.environ.get("HARNESS", str(HERE.parents[4] / "scripts" / "harness")))
LAYOUT = 'template: {chatml: {system: ""}}'
SFT = """
model: {model}
data: {{train: {train}, format: gsm8k}}
{layout}
method: {method}
precision: float32
seed: 42
length: {{steps: {steps}}}
batch: {batch}
shuffle: false
optimizer: {{learningRate: {rate}, betas: [0.9, 0.95], epsilon: 1.0e-8, weightDecay: 0.0, clipNorm: 1.0}}
schedule: {{name: constant, warmupSteps: 0}}
"""


def measured(command):
    """A process that ended: what it printed, seconds on the wall and of processors, and the most memory it had."""
    read, write = os.pipe()
    began = time.perf_counter()
    child = os.fork()
    if child == 0:
        os.dup2(write, 1)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        os.close(read)
        os.execvp(command[0], command)
    os.close(write)
    with os.fdopen(read, encoding="utf-8") as stream:
        text = stream.read()
    _, status, usage = os.wait4(child, 0)
    if status != 0:
        sys.exit(f"{shlex.join(command)[:300]} ended with status {status}; run it by hand to see why")
    return text, time.perf_counter() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024


def theirs(work, **settings):
    """What theirs.py printed, and the peak memory of its process."""
    text, wall, cpu, memory = measured([sys.executable, str(HERE / "theirs.py"), work, json.dumps(settings)])
    return {**json.loads(text.strip().splitlines()[-1]), "memory": memory, "processWall": wall, "processCpu": cpu}


def ours(*arguments):
    """What the program printed, with seconds and peak memory."""
    text, wall, cpu, memory = measured([*HARNESS, *map(str, arguments)])
    return {"text": text, "processWall": wall, "processCpu": cpu, "memory": memory}


def finetune(work, name, threads, **settings):
    """A finetuning of so many steps: the lines of its metrics, its folder, and the most memory it had."""
    folder = pathlib.Path(work) / name
    folder.mkdir(parents=True, exist_ok=True)
    config = folder / "sft.yaml"
    config.write_text(SFT.format(layout=LAYOUT, **settings), encoding="utf-8")
    out = folder / "out"
    subprocess.run(["rm", "-rf", str(out)], check=True)
    ran = ours("finetune", config, "--out", out, "--threads", threads, "--data", "/", "--models", "/")
    metrics = [json.loads(line) for line in (out / "metrics.jsonl").read_text(encoding="utf-8").splitlines()]
    return {**ran, "metrics": metrics, "out": out}


def generate(model, prompts, work, rows, tokens, threads, *more):
    """Texts of the program, in the order of the prompts."""
    file = pathlib.Path(work) / "prompts.jsonl"
    file.write_text("".join(json.dumps({"prompt": p}) + "\n" for p in prompts), encoding="utf-8")
    ran = ours("generate", "--model", model, "--prompts", file, "--batch-rows", rows, "--max-new-tokens", tokens, "--threads", threads, *more)
    return {**ran, "rows": [json.loads(line) for line in ran["text"].splitlines()]}
