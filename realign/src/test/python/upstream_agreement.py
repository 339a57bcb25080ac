#!/usr/bin/env python3
"""Compares our filters, reply parser and choice of candidates with the upstream's code (GAIR-NLP/ReAlign), which is not part of this project.

    upstream_agreement.py cases   OUT ROWS...             makes the cases from rows (conversations.jsonl, Alpaca, Dolly or LIMA files)
    java -cp CLASSPATH org.reformatted.realign.reformat.UpstreamAgreement OUT OURS UPSTREAM/code/constant.py
    upstream_agreement.py compare UPSTREAM OUT OURS       prints the table; UPSTREAM is a checkout of the upstream

Functions are taken out of the upstream's files by name, so that its libraries need not be installed; a tokenizer that splits at whitespace and puts
a start token in front stands in for LLaMA's on both sides. Deliberate differences are listed in DIFFERENCES and counted apart.
"""
import ast
import json
import pathlib
import random
import re
import sys

FENCE = "```python\nprint(1)\n```"
DEF = "def f(x):\n    return x"

CATEGORIES = ["open_qa", "math_puzzles", "email_generation", "recommendations", "rejecting", "roleplay", "default", "planning", "text_summarization"]

# name -> (what differs, whether a case that differs is one of it)
DIFFERENCES = {
    "length": ("a rewrite of equal tokens: none", lambda case: False),
    "no-robots": (
        "a row without a category is reverted by ours (the upstream has one for every row)",
        lambda case: case["category"] == ""),
    "math-question": (
        "ours judges rows of category math_puzzles alone; the upstream's function is called for them alone",
        lambda case: case["category"] != "math_puzzles"),
    "exam": (
        "ours judges rows of category exam_problem_solving_tutor alone; the upstream's function is called for them alone",
        lambda case: case["category"] != "exam_problem_solving_tutor"),
    "open-platypus": (
        "an original of one character that means something in a regular expression: the upstream puts it in unescaped, and '(' or '*' raises",
        lambda case: bool(re.fullmatch(r"[^\w]", case["original"].strip(), re.ASCII))),
    "parsed": (
        "the upstream raises, and asks again, where \"Reasoning:\" is missing, and accepts an empty rewrite; ours needs the marker alone and a text",
        lambda case: "Reasoning:" not in case["reply"].split("Revised response:", 1)[0]
        or not case["reply"].split("Revised response:", 1)[-1].strip()),
    "chosen": ("none", lambda case: False),
    "asked": ("none", lambda case: False),
}


def rows_of(path):
    text = pathlib.Path(path).read_text(encoding="utf-8")
    try:
        data = json.loads(text)
    except json.JSONDecodeError:
        data = [json.loads(line) for line in text.splitlines() if line.strip()]
    for row in data:
        if "turns" in row:
            yield row["turns"][0]["text"], row["turns"][-1]["text"], row.get("category", "")
        elif "conversations" in row and isinstance(row["conversations"][0], str):
            yield row["conversations"][0], row["conversations"][1] if len(row["conversations"]) > 1 else "", ""
        elif "output" in row:
            yield row["instruction"], row["output"], ""
        elif "response" in row:
            yield row["instruction"], row["response"], row.get("category", "")


def make(out, paths):
    draw = random.Random(1)
    categories = ["default", "planning", "math_puzzles", "exam_problem_solving_tutor", "open_qa", ""]
    edits = [
        lambda t: t,
        lambda t: t[: len(t) // 2],
        lambda t: " ".join(t.split()[: len(t.split()) // 2]),
        lambda t: " ".join(t.split()[: len(t.split()) // 2 + 1]),
        lambda t: t + "\n" + FENCE,
        lambda t: t + "\n" + DEF,
        lambda t: t.replace("```", ""),
        lambda t: "Revised response: " + t,
        lambda t: "",
    ]
    count = 0
    with open(out, "w", encoding="utf-8") as file:
        def put(case):
            nonlocal count
            count += 1
            file.write(json.dumps(case, ensure_ascii=False) + "\n")

        for path in paths:
            for question, original, category in rows_of(path):
                put({
                    "question": draw.choice([question, "Make a Plan", "my plan", "no number", "٣ + ٤"]),
                    "original": draw.choice([original] * 8 + ["A", " b ", "True", "False", "(", "*", "12345", "123456", "😀😀😀", original + "\n" + FENCE, original + "\n" + DEF]),
                    "rewrite": draw.choice(edits)(original),
                    "category": draw.choice(categories + [category] * 3),
                })
                if count % 4 == 0:
                    reply = draw.choice([
                        f"Reasoning: {question}\nRevised response: {original}", f"Revised response: {original}", original,
                        f"Reasoning: x\nRevised response: {original}\nRevised response: again", f"Reasoning: x\nRevised response:  "])
                    put({"reply": reply})
                if draw.random() < 0.3:
                    put({"question": question, "original": original, "category": draw.choice(CATEGORIES),
                         "evidence": draw.choice([[], [], ["one"], ["one", " two {x}\nlines", "3"]])})
                if count % 4 == 1:
                    put({"candidates": [draw.choice(edits)(original) for _ in range(draw.randint(1, 4))]})
    print(count, "cases")


def functions(upstream, file, names):
    path = pathlib.Path(upstream) / "code" / file
    if not path.exists():
        sys.exit(f"skipped: {path} is not there; give a checkout of the upstream")
    tree = ast.parse(path.read_text(encoding="utf-8"))
    tree.body = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name in names]
    space = {"re": re}
    exec(compile(tree, str(path), "exec"), space)
    return space


def attempt(call):
    try:
        return call()
    except Exception as error:  # what it raises is a result too
        return "raises " + type(error).__name__


def compare(upstream, cases, ours):
    def tokenizer(text):
        return {"input_ids": ["<s>"] + text.split()}

    select = functions(upstream, "rewrite_data_selection.py", {
        "math_selection", "code_selection", "exam_selection", "length_selection", "open_platypus_overall_selection",
        "alpaca_overall_selection", "no_robots_overall_selection"})
    choose = functions(upstream, "reformat.py", {"select_optimal_response"})

    def parse(reply):  # as rewrite_response_request does with each answer
        reason, revised = reply.split("Revised response:", 1)
        reason.split("Reasoning:", 1)[1]
        return revised.strip()

    def chosen(candidates):
        items = [{"revised_response": text, "at": at} for at, text in enumerate(candidates)]
        return choose["select_optimal_response"](items, tokenizer)["at"]

    constants = {}
    exec((pathlib.Path(upstream) / "code" / "constant.py").read_text(encoding="utf-8"), constants)
    numbered = functions(upstream, "reformat.py", {"evidence_str_generate"})["evidence_str_generate"]

    def asked_of(case):  # as main and rewrite_response_request do
        if case["category"] not in constants["REWRITE_TASK"]:
            return None
        with_evidence = len(case["evidence"]) > 0
        name = "REWRITING_RETRIEVAL_" if with_evidence else "REWRITING_"
        values = {"question": case["question"], "response": case["original"], "structure": constants["STRUCTURE"][case["category"]].strip()}
        if with_evidence:
            values["evidence"] = numbered(case["evidence"])
        return [constants[name + "SYSTEM_PROMPT"].strip(), constants[name + "USER_PROMPT"].format(**values).strip()]

    theirs = {
        "code": lambda c: select["code_selection"](c["question"], c["original"], c["rewrite"]),
        "length": lambda c: select["length_selection"](c["question"], c["original"], c["rewrite"], tokenizer),
        "exam": lambda c: select["exam_selection"](c["question"], c["original"], c["rewrite"]),
        "math-question": lambda c: select["math_selection"](c["question"], c["original"], c["rewrite"]),
        "alpaca": lambda c: select["alpaca_overall_selection"](c["question"], c["original"], c["rewrite"], tokenizer),
        "no-robots": lambda c: select["no_robots_overall_selection"](0, c["question"], c["original"], c["rewrite"], tokenizer, c["category"]),
        "open-platypus": lambda c: select["open_platypus_overall_selection"](c["question"], c["original"], c["rewrite"], tokenizer),
        "parsed": lambda c: parse(c["reply"]),
        "chosen": lambda c: chosen(c["candidates"]),
        "asked": asked_of,
    }
    table = {name: [0, 0, 0, []] for name in theirs}
    with open(cases, encoding="utf-8") as asked, open(ours, encoding="utf-8") as answered:
        for line, answer in zip(asked, answered, strict=True):
            case = json.loads(line)
            for name, value in json.loads(answer).items():
                other = attempt(lambda: theirs[name](case))
                row = table[name]
                if value == other:
                    row[0] += 1
                elif name in DIFFERENCES and DIFFERENCES[name][1](case):
                    row[1] += 1
                else:
                    row[2] += 1
                    row[3].append((value, other, case))
    print("| compared | cases | equal | deliberately different | other |\n|---|---|---|---|---|")
    for name, (equal, meant, wrong, _) in table.items():
        print(f"| {name} | {equal + meant + wrong} | {equal} | {meant} | {wrong} |")
    for name, (_, meant, _, _) in table.items():
        if meant:
            print(f"- {name}: {DIFFERENCES[name][0]} ({meant} cases)")
    for name, (_, _, _, rest) in table.items():
        for value, other, case in rest[:3]:
            print(f"DIFFERS {name}: ours {value!r}, upstream {other!r}: {json.dumps(case, ensure_ascii=False)[:300]}")
    sys.exit(1 if any(row[2] for row in table.values()) else 0)


if __name__ == "__main__":
    if len(sys.argv) > 3 and sys.argv[1] == "cases":
        make(sys.argv[2], sys.argv[3:])
    elif len(sys.argv) == 5 and sys.argv[1] == "compare":
        compare(*sys.argv[2:])
    else:
        sys.exit(__doc__)
