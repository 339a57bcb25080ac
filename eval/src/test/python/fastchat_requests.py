"""Writes the SHA-256 of every request that FastChat's MT-Bench judge sends, one line a question, turn and prompt.

Runs FastChat's own code (`run_judge_single`, `run_judge_pair` of fastchat/llm_judge/common.py) with its call of the service replaced by a
stub that keeps the messages. Usage:
    python fastchat_requests.py FASTCHAT_FOLDER MT_BENCH_DATA > fastchat-requests.tsv
FASTCHAT_FOLDER holds the package `fastchat` (pip install --no-deps fschat), MT_BENCH_DATA is shared/data/mt_bench.
"""
import ast, hashlib, json, pathlib, re, sys, types

folder, data = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
sent = []


class Conversation:
    """The messages of fastchat.conversation for an OpenAI model: a system message, if it is not empty, then the user's."""

    roles = ("user", "assistant")

    def __init__(self):
        self.system, self.messages = "", []

    def set_system_message(self, text):
        self.system = text

    def append_message(self, role, text):
        self.messages.append((role, text))

    def to_openai_api_messages(self):
        head = [] if self.system == "" else [{"role": "system", "content": self.system}]
        return head + [{"role": role, "content": text} for role, text in self.messages if text is not None]


def completion(model, conv, temperature, max_tokens, api_dict=None):
    sent.append((conv.to_openai_api_messages(), temperature, max_tokens))
    return "[[A]] [[1]]"


source = (folder / "fastchat/llm_judge/common.py").read_text()
code = source[source.index("def run_judge_single"):source.index("def play_a_match_single")] + source[
    source.index("def run_judge_pair"):source.index("def play_a_match_pair")]
names = {"get_conversation_template": lambda model: Conversation(), "chat_completion_openai": completion, "re": re, "ast": ast,
         "OPENAI_MODEL_LIST": ["judge"], "ANTHROPIC_MODEL_LIST": [], "one_score_pattern": r"\[\[(\d+\.?\d*)\]\]",
         "one_score_pattern_backup": r"\[(\d+\.?\d*)\]", "chat_completion_anthropic": None}
exec(code, names)


def rows(file):
    return [json.loads(line) for line in file.read_text().splitlines() if line]


prompts = {row["name"]: row for row in rows(data / "judge_prompts.jsonl")}
references = {row["question_id"]: row for row in rows(data / "reference_answer_gpt-4.jsonl")}
first = {row["question_id"]: row for row in rows(data / "model_answer/alpaca-13b.jsonl")}
second = {row["question_id"]: row for row in rows(data / "model_answer/llama-13b.jsonl")}
for question in rows(data / "question.jsonl"):
    key = question["question_id"]
    reference = references.get(key)
    for turn in (1, 2):
        many = turn == 2
        for kind in ("single", "pair"):
            name = kind + ("-math-v1" if reference else "-v1" if kind == "single" else "-v2") + ("-multi-turn" if many else "")
            judge = types.SimpleNamespace(model_name="judge", prompt_template=prompts[name])
            if kind == "single":
                names["run_judge_single"](question, first[key], judge, reference, multi_turn=many)
            else:
                names["run_judge_pair"](question, first[key], second[key], judge, reference, multi_turn=many)
            messages, temperature, tokens = sent[-1]
            assert temperature == 0 and tokens == 2048
            text = "".join(m["role"] + "\n" + m["content"] + "\n" for m in messages)
            print(f"{key}\t{turn}\t{kind}\t{hashlib.sha256(text.encode()).hexdigest()}")
