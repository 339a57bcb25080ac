"""Compares lm-evaluation-harness' gsm8k with `harness evaluate` on GSM8K's test problems: prompts, answers and verdicts, sample by sample.

A service in this process answers both sides alike, by the problem's number: right answers in many forms, wrong ones, none. Four settings: no example and
five examples, as one text (lm-evaluation-harness' local-completions) and as turns of a chat (local-chat-completions). Usage, with a Python that has lm-eval and tenacity:
    python gsm8k_requests.py HARNESS GSM8K-FOLDER [--limit N] [--only text-0 chat-0 text-5 chat-5]
HARNESS is the launcher (scripts/harness); the folder has train.jsonl and test.jsonl. Ends with 1 where a difference is not of a kind named here.
"""
import argparse, collections, json, os, pathlib, subprocess, sys, tempfile, threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import lm_eval
import yaml

parser = argparse.ArgumentParser()
parser.add_argument("harness"), parser.add_argument("gsm8k", type=pathlib.Path), parser.add_argument("--limit", type=int, default=1319)
parser.add_argument("--only", nargs="+", default=["text-0", "chat-0", "text-5", "chat-5"])
options = parser.parse_args()
options.gsm8k = options.gsm8k.resolve()
folder = pathlib.Path(tempfile.mkdtemp())
problems = [json.loads(line) for line in open(options.gsm8k / "test.jsonl", encoding="utf-8")]
number = {problem["question"]: i for i, problem in enumerate(problems)}
POLICIES = ("strict-match", "flexible-extract")
FORMS = {  # n: the right number, c: with commas, w: a wrong one
    "marker": "3 * 4 = 12 apples.\n#### {n}", "marker and commas": "#### {c}", "marker and full stop": "So it is.\n#### {n}.", "marker and dollars": "#### ${c}",
    "sentence": "The answer is {n}.", "dollars": "In all he pays ${c}.", "bare": "{n}", "bare, full stop": " {c}. ", "bold": "Total: **{n}**\n",
    "boxed": "\\boxed{{{n}}}", "in mathematics": "We get $x = {n}$", "percent": "It is {n}% of all", "calculator": "He has <<2+3=5>>5 and <<5+1={n}>>{n} left",
    "several numbers": "Of 12 apples he ate 3, so {n} are left for 2 days.", "last of several": "Of 12 apples, 3 and 4 go; {n} are left", "time": "At 9:00, so after {n} minutes",
    "next question": "It is so.\n#### {n}\n\nQuestion: Why are there 5?\nAnswer: 6\n#### 7", "end mark": "#### {n}<|im_end|>\n#### 7", "other end mark": "The answer is {n}</s> and 7",
    "two markers": "#### {n}\n#### {w}", "wrong, then right": "#### {w}\nNo: #### {n}", "wrong": "#### {w}", "wrong sentence": "The answer is {w}.", "negative": "#### -{n}",
    "minus": "So he owes -${c}", "decimals": "#### {n}.50", "no marker's space": "####{n}", "letters": "#### none", "no number": "I do not know.", "empty": "", "spaces": " \n ",
    "dots": "Then it is {n}...", "sign alone": "#### {n}\nIt costs $.", "other digits": "The answer is １２.",
    # the same number in another notation: equal numbers here, other letters there
    "zero cents": "#### {n}.00", "leading zero": "#### 0{n}", "two full stops": "It is {n}..",
}
NOTATION = {"zero cents", "leading zero", "two full stops"}
names = list(FORMS)
received = collections.defaultdict(dict)  # by who asks and the problem's number: what was sent
answers = {}


def answer(i):
    right = problems[i]["answer"].split("####")[1].strip().replace(",", "")
    commas = f"{int(right):,}"
    return FORMS[names[i % len(names)]].format(n=right, c=commas, w=int(right) + 3)


class Service(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        chat = "messages" in body
        asked = body["messages"] if chat else body["prompt"]
        last = asked[-1]["content"] if chat else asked
        i = number[last[last.rindex("Question: ") + len("Question: "):last.rindex("\nAnswer:")]]
        text = answer(i)
        for stop in body.get("stop") or []:
            text = text.split(stop)[0]
        answers[i] = text
        who = self.path.split("/")[1]
        received[who][i] = {"asked": asked, **{key: body.get(key) for key in ("stop", "max_tokens", "temperature")}}
        said = {"message": {"role": "assistant", "content": text}} if chat else {"text": text}
        reply = json.dumps({"id": "x", "object": "answer", "created": 0, "model": body["model"], "choices": [{"index": 0, "finish_reason": "stop", **said}],
                            "usage": {"prompt_tokens": 9, "completion_tokens": 9, "total_tokens": 18}}).encode()
        self.send_response(200), self.send_header("Content-Type", "application/json"), self.send_header("Content-Length", str(len(reply)))
        self.end_headers(), self.wfile.write(reply)

    def log_message(self, *args):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
threading.Thread(target=server.serve_forever, daemon=True).start()
address = f"http://127.0.0.1:{server.server_port}"


def rows(file):
    return [json.loads(line) for line in file.read_text(encoding="utf-8").split("\n") if line]


def run(command, **environment):
    done = subprocess.run(list(map(str, command)), env={**os.environ, **environment}, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{command[:6]} ended with {done.returncode}:\n{done.stderr[-3000:]}")


def theirs(name, shots, chat):
    """Their samples by problem: prompt, answer, and the verdict and what was extracted by filter."""
    task = {"include": str(pathlib.Path(lm_eval.__file__).parent / "tasks/gsm8k/gsm8k.yaml"), "task": name, "dataset_path": "json", "dataset_name": None,
            "dataset_kwargs": {"data_files": {split: str(options.gsm8k / (split + ".jsonl")) for split in ("train", "test")}},
            "fewshot_config": {"sampler": "first_n"}}
    tasks = folder / name / "tasks"
    tasks.mkdir(parents=True)
    (tasks / "task.yaml").write_text(yaml.safe_dump(task))
    path = "chat/completions" if chat else "completions"
    settings = f"model=m,base_url={address}/{name}-theirs/v1/{path},tokenizer_backend=None,tokenized_requests=False,num_concurrent=4,eos_string=<|im_end|>"
    run([sys.executable, "-m", "lm_eval", "run", "--model", "local-chat-completions" if chat else "local-completions", "--model_args", settings, "--tasks", name,
         "--include_path", tasks, "--num_fewshot", shots, "--limit", options.limit, "--log_samples", "--output_path", folder / name / "theirs",
         *(["--apply_chat_template", "--fewshot_as_multiturn"] if chat else [])],
        HF_HUB_OFFLINE="1", HF_DATASETS_OFFLINE="1", HF_DATASETS_CACHE=str(folder / "datasets"), OPENAI_API_KEY="none")
    samples = collections.defaultdict(dict)
    for sample in rows(next((folder / name / "theirs").rglob("samples_*.jsonl"))):
        one = samples[number[sample["doc"]["question"]]]
        one["text"] = sample["resps"][0][0]
        one[sample["filter"]] = bool(sample["exact_match"])
    return dict(samples)


def ours(name, shots, chat, sent):
    """Our answers and verdicts by problem. Examples in one text are taken from what they sent: here, examples are turns of a chat."""
    task = {"name": "gsm8k-asked", "data": str(options.gsm8k / "test.jsonl"), "prompt": "Question: {question}\nAnswer:", "reference": "{answer}", "policies": [{"of": "gsm8k"}]}
    if shots and chat:
        task["examples"] = {"from": str(options.gsm8k / "train.jsonl"), "count": shots, "answer": "{answer}"}
    elif shots:
        file = folder / name / "prompts.jsonl"
        file.write_text("".join(json.dumps({"asked": sent[i]["asked"], "answer": problems[i]["answer"]}) + "\n" for i in range(options.limit)), encoding="utf-8")
        task.update(data=str(file), prompt="{asked}")
    (folder / name / "task.yaml").write_text(yaml.safe_dump(task))
    stops = [part for stop in sent[0]["stop"] for part in ("--stop", stop)]
    out = folder / name / "ours"
    run([options.harness, "evaluate", "--endpoint", "m", "--task", folder / name / "task.yaml", "--limit", options.limit, "--max-new-tokens", sent[0]["max_tokens"], *stops,
         "--out", out], OPENAI_BASE_URL=f"{address}/{name}-ours/v1", OPENAI_API_KEY="none")
    texts = {int(row["id"]): row["output"] for row in rows(out / "predictions.jsonl")}
    return {int(row["id"]): {"text": texts[int(row["id"])], **{policy: row["verdicts"][policy]["score"] == 1 for policy in POLICIES}} for row in rows(out / "scored.jsonl")}


def messages(asked):
    return asked if isinstance(asked, list) else [{"role": "user", "content": asked}]


def plain(all_messages):
    return [{key: message[key] for key in ("role", "content")} for message in all_messages]


unexplained = 0
print(f"lm_eval {lm_eval.__version__}, {options.limit} problems, {len(FORMS)} forms of answers")
print("| setting | prompts equal | answers equal | " + " | ".join(f"{p}: verdicts equal (right there, here)" for p in POLICIES) + " |\n|---|---|---|---|---|")
for shots in (0, 5):
    for chat in (False, True):
        name = f"{'chat' if chat else 'text'}-{shots}"
        if name not in options.only:
            continue
        other = theirs(name, shots, chat)
        sent = received[name + "-theirs"]
        mine = ours(name, shots, chat, sent)
        got = received[name + "-ours"]
        every = sorted(other)
        assert every == sorted(mine) == sorted(sent) == sorted(got) == list(range(options.limit)), (len(other), len(mine), len(sent), len(got))
        same = [i for i in every if plain(messages(sent[i]["asked"])) == plain(messages(got[i]["asked"]))
                and all(sent[i][key] == got[i][key] for key in ("stop", "max_tokens", "temperature"))]
        alike = [i for i in every if other[i]["text"] == mine[i]["text"] == answers[i]]
        cells = []
        for policy in POLICIES:
            differ = collections.Counter(names[i % len(names)] for i in every if other[i][policy] != mine[i][policy])
            cells.append(f"{len(every) - sum(differ.values())} ({sum(o[policy] for o in other.values())}, {sum(m[policy] for m in mine.values())})"
                         + (": " + ", ".join(f"{count} {form}" for form, count in differ.items()) if differ else ""))
            unexplained += sum(count for form, count in differ.items() if form not in NOTATION)
        unexplained += 2 * len(every) - len(same) - len(alike)
        print(f"| {'turns' if chat else 'one text'}, {shots} examples | {len(same)} of {len(every)} | {len(alike)} of {len(every)} | " + " | ".join(cells) + " |", flush=True)
        for i in [i for i in every if i not in same][:1]:
            print("theirs:", json.dumps(sent[i])[-1500:], "\nours:  ", json.dumps(got[i])[-1500:], file=sys.stderr)
        for i in [i for i in every if i not in alike][:3]:
            print(repr(answers[i]), repr(other[i]["text"]), repr(mine[i]["text"]), file=sys.stderr)
print("unexplained differences:", unexplained)
sys.exit(1 if unexplained else 0)
