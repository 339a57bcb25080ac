"""Makes gsm8k-filters.jsonl: outputs with the verdicts of lm-evaluation-harness' own filters and metric (lm_eval 0.4.13, gsm8k.yaml).

usage: python gsm8k_filters.py > ../resources/org/reformatted/eval/answer/gsm8k-filters.jsonl
"""
import itertools
import json

from lm_eval.api.metrics import exact_match_hf_evaluate
from lm_eval.filters.extraction import RegexFilter

FILTERS = {
    "strict-match": RegexFilter(r"#### (\-?[0-9\.\,]+)"),
    "flexible-extract": RegexFilter(r"(-?[$0-9.,]{2,})|(-?[0-9]+)", group_select=-1),
}
IGNORED = [",", r"\$", r"(?s).*#### ", r"\.$"]
ENDINGS = [
    "#### {n}", "#### ${n}", "####{n}", "#### {n}.", "#### {n} dollars", "####  {n}", "#### -{n}", "### {n}",
    "#### {n}\n#### 7", "#### {n}\n\nQuestion: Why 5?\nAnswer: 6", "The answer is {n}.", "The answer is ${n}.",
    "The answer is {n}", "So {n} apples are left.", "So it is {n}%, of 80.", "x = {n}", "= {n}!", "**{n}**",
    "\\boxed{{{n}}}", "$\\boxed{{{n}}}$", "Total: {n}, i.e. all of it.", "It costs ${n}.00 in all.",
    "It takes 3-{n} days.", "From 9 a.m. on, {n}...", "{n}</s>", "Answer: {n}\n", "2 * 3 = 6. The answer is {n}.",
    "<<1+2={n}>>{n} miles", "({n})", "{n} - 1 = ?",
]
NUMBERS = ["18", "1,200", "0.5", "3", "-4", "1000000"]


def verdict(name, output, reference):
    [[found]] = FILTERS[name].apply([[output]], [{}])
    right = exact_match_hf_evaluate(
        predictions=[found], references=[reference], regexes_to_ignore=IGNORED, ignore_case=True
    )["exact_match"]
    return {"extracted": None if found == "[invalid]" else found, "correct": bool(right)}


for ending, number in itertools.product(ENDINGS, NUMBERS):
    output = "He has 2 and buys 3 more.\n" + ending.format(n=number)
    reference = "First some words with <<2+3=5>>5.\n#### " + number
    print(json.dumps({"output": output, "reference": reference, **{name: verdict(name, output, reference) for name in FILTERS}}))
