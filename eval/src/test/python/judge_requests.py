"""Compares the requests and verdicts of published judges, by their own code, with those of `harness judge --protocol` on their own files.

A service in this process answers both sides alike, by the text of the messages, and keeps every body. AlpacaEval's annotators run whole
(`PairwiseAnnotator.annotate_head2head`, with OpenAI's client), FastChat's judge by `run_judge_single`, `run_judge_pair` and `fastchat/conversation.py`,
Auto-J's by `build_autoj_input` and the rules of `codes/usage/example.py`. Usage:
    python judge_requests.py HARNESS DATA [--alpaca-eval FOLDER] [--auto-j FOLDER] [--fastchat FOLDER] [--rows N]
HARNESS is the launcher (scripts/harness), DATA is shared/data, the folders are checkouts of those projects. AlpacaEval's needs its packages.
"""
import argparse, ast, hashlib, importlib.util, json, logging, math, os, pathlib, re, shutil, subprocess, sys, tempfile, threading, types
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

parser = argparse.ArgumentParser()
parser.add_argument("harness"), parser.add_argument("data", type=pathlib.Path)
parser.add_argument("--alpaca-eval", type=pathlib.Path), parser.add_argument("--auto-j", type=pathlib.Path)
parser.add_argument("--fastchat", type=pathlib.Path), parser.add_argument("--rows", type=int, default=60)
options = parser.parse_args()
for name in ("data", "alpaca_eval", "auto_j", "fastchat"):
    setattr(options, name, getattr(options, name) and getattr(options, name).resolve())
bodies = []


def chance(body):
    text = json.dumps([[m["role"], m["content"]] for m in body["messages"]])
    return int(hashlib.sha256(text.encode()).hexdigest()[:8], 16)


def reply(body):
    """A message and its probabilities, drawn by the messages alone; one of eight holds no verdict or an odd one."""
    draw, text = chance(body), body["messages"][-1]["content"]
    first, odd = draw % 2 == 0, draw % 8 == 7
    if body.get("logprobs"):
        one, two = ("m", "M") if '"m"' in text else ("A", "B")
        share = ((draw >> 8) % 999 + 0.5) / 1000
        top = [("Both", -9.0)] if odd else [(one, math.log(share)), (two, math.log(1 - share)), ("Both", -12.0)]
        token = {"token": one, "logprob": -0.1, "bytes": None,
                 "top_logprobs": [{"token": t, "logprob": p, "bytes": None} for t, p in top]}
        before = [{"token": "So", "logprob": -0.1, "bytes": None, "top_logprobs": []}] * (0 if body["max_tokens"] == 1 else 2)
        return {"role": "assistant", "content": one}, {"content": before + [token], "refusal": None}
    names = ("m", "M") if '"model": "m"' in text else ("model_1", "model_2")
    ranks = [{"model": names[0], "rank": 1 if first else 2}, {"model": names[1], "rank": 2 if first else 1}]
    if "tools" in body:
        name = body["tools"][0]["function"]["name"]
        best = {"best_output": "Output (c)" if odd else "Output (a)" if first else "Output (b)"}
        arguments = json.dumps(best if name == "print_best_model" else {"ordered_models": ranks[:1] if odd and first else ranks})
        call = {"id": "c", "type": "function", "function": {"name": name, "arguments": "{" if odd and not first else arguments}}
        return {"role": "assistant", "content": None, "tool_calls": [call]}, None
    forms = {
        "Output (a)": ["Output (a)" if first else "\nOutput (b)", "Output (a) or Output (b)", "neither"],
        "rank": [str(ranks), str(ranks)[1:-1], "model_1 is better", str(ranks[:1]), str(ranks)[:-1]],
        "two values": [("8 7" if first else "6.5 9") + "\nwhy", "8, 7\nwhy", "8,7\nwhy", "nine 8", "7 7\nwhy"],
        "strictly follow": ["Good. Rating: [[%d]]" % (draw % 10 + 1), "A [[3]] Rating: [[ 4 ]]", "Rating: [[x]]", "[[5]]"],
        "final decision": ["So, the final decision is Response %d. Why" % (1 if first else 2), "the final decision is Tie", "Response 1"],
        "[[rating]]": ["Fine. Rating: [[%d]]" % (draw % 10 + 1), "[4] of [[6]]", "[3]", "seven"],
        "[[A]]": ["[[A]]" if first else "So [[B]]", "[[C]]", "[[B]] not [[A]]", "A"],
    }
    for mark, texts in forms.items():
        if mark in text or mark in body["messages"][0]["content"]:
            return {"role": "assistant", "content": texts[1 + (draw >> 4) % (len(texts) - 1)] if odd else texts[0]}, None
    raise ValueError("no reply to " + text)


class Service(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        body = json.loads(raw)
        message, logprobs = reply(body)
        bodies.append(raw)
        choice = {"index": 0, "finish_reason": "stop", "message": message, "logprobs": logprobs}
        answer = json.dumps({"id": "x", "object": "chat.completion", "created": 0, "model": body["model"], "choices": [choice],
                             "usage": {"prompt_tokens": 9, "completion_tokens": 9, "total_tokens": 18}}).encode()
        self.send_response(200), self.send_header("Content-Type", "application/json"), self.send_header("Content-Length", str(len(answer)))
        self.end_headers(), self.wfile.write(answer)

    def log_message(self, *args):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
threading.Thread(target=server.serve_forever, daemon=True).start()
address = f"http://127.0.0.1:{server.server_port}/v1"
folder = pathlib.Path(tempfile.mkdtemp())
failed = False


def taken():
    """The bodies since the last call: each once, messages as their bytes and fields by name."""
    kept = {json.dumps(json.loads(raw), sort_keys=True, ensure_ascii=False) for raw in bodies}
    bodies.clear()
    return kept


def ours(protocol, file, predictions, model, *more):
    shutil.rmtree(folder / "ours", ignore_errors=True), (folder / "ours").mkdir()
    out = folder / "ours/rows.jsonl"
    done = subprocess.run([options.harness, "judge", protocol, "--protocol", str(file), "--predictions", str(predictions), "--model", model,
                           "--answers", str(folder / "ours/answers.sqlite"), "--out", str(out), "--json", *more],
                          env={**os.environ, "OPENAI_BASE_URL": address, "OPENAI_API_KEY": "none"}, capture_output=True, text=True)
    if done.returncode:
        return None, done.stderr.strip()
    return json.loads(done.stdout), [json.loads(line) for line in out.read_text().split("\n") if line]


def told(name, theirs, mine, verdicts, equal):
    global failed
    wrong = theirs != mine or equal != verdicts
    failed |= wrong
    print(f"{'DIFFERS' if wrong else 'equal'}\t{name}\trequests {len(theirs & mine)} of {len(theirs)} (ours {len(mine)})\tverdicts {equal} of {verdicts}",
          flush=True)
    if theirs != mine:
        for side in (theirs - mine, mine - theirs):
            print("   ", next(iter(sorted(side)), "")[:3000])


def rows(file):
    return [json.loads(line) for line in file.read_text().split("\n") if line]


def alpaca_eval():
    sys.path.insert(0, str(options.alpaca_eval / "src"))
    os.environ.update(OPENAI_API_KEY="none", OPENAI_API_BASE=address)
    import yaml
    from alpaca_eval.annotators import PairwiseAnnotator
    from alpaca_eval.decoders import openai as decoder
    decoder.openai.base_url = address
    logging.disable(logging.CRITICAL)
    read = lambda name: json.loads((options.data / "alpaca_eval/model_outputs" / (name + ".json")).read_text())
    baselines = {row["instruction"]: row for row in read("text_davinci_003")}
    model = [row for row in read("alpaca-7b") if row["instruction"] in baselines][:options.rows]
    model[0]["output"] = baselines[model[0]["instruction"]]["output"]  # a draw without a request
    model[1]["output"] = "A {question} of ünïcode \u2028 and {x} \\boxed{1}\n\n  "
    keep = lambda row, generator: {"instruction": row["instruction"], "output": row["output"], "generator": generator}
    model = [keep(row, "alpaca-7b") for row in model]
    others = [keep(baselines[row["instruction"]], "davinci") for row in model]
    (folder / "model.json").write_text(json.dumps(model)), (folder / "others.json").write_text(json.dumps(others))
    configs = sorted((options.alpaca_eval / "src/alpaca_eval/evaluators_configs").glob("*/configs.yaml"))
    refused = []
    for config in configs:
        annotators = yaml.safe_load(config.read_text())
        if len(annotators) > 1:
            refused.append(config.parent.name + " (a pool of annotators)")
            continue
        name, fields = next(iter(annotators.items()))
        report, mine = ours(name, config, folder / "model.json", fields["completions_kwargs"]["model_name"],
                            "--against", str(folder / "others.json"))
        requests = taken()
        if report is None:
            refused.append(f"{name}: {mine.splitlines()[0][:200]}")
            continue
        client = {"base_url": address, "api_key": "none"}
        annotator = PairwiseAnnotator(annotators_config=config, caching_path=None)
        for single in annotator.annotators.values():
            single.packages_for_which_to_show_version = None
            single.completions_kwargs = {**single.completions_kwargs, "client_config_path": "/nowhere", "openai_api_base": address, "client_kwargs": {}}
        try:
            annotated = {row["instruction"]: row["preference"] for row in annotator.annotate_head2head(outputs_1=others, outputs_2=model)}
        except AssertionError:  # a draw that lmsys_parser reads as 0 and a drawn order turns into 3: requests are compared all the same
            told(f"AlpacaEval {name} (its own code ends at a draw)", taken(), requests, 0, 0)
            continue
        equal = 0
        for row in mine:
            theirs = annotated.get(row["instruction"])
            theirs = None if theirs is None or theirs != theirs or theirs < 0 else theirs
            theirs = 1.5 if theirs == 0 else theirs
            equal += row["preference"] == theirs or (None not in (row["preference"], theirs) and abs(row["preference"] - theirs) < 1e-9)
        told("AlpacaEval " + name, taken(), requests, len(mine), equal)
    print(f"not supported, each refused with a sentence: {len(refused)}\n  " + "\n  ".join(refused))


def module(file, name):
    spec = importlib.util.spec_from_file_location(name, file)
    loaded = importlib.util.module_from_spec(spec)
    sys.modules[name] = loaded
    spec.loader.exec_module(loaded)
    return loaded


def fastchat():
    data, source = options.data / "mt_bench", (options.fastchat / "fastchat/llm_judge/common.py").read_text()
    conversation = module(options.fastchat / "fastchat/conversation.py", "fastchat_conversation")

    class ChatCompletion:
        """The call of openai 0.28: its keywords are the body."""

        @staticmethod
        def create(**body):
            bodies.append(json.dumps(body).encode())
            return {"choices": [{"message": reply(body)[0]}]}

    code = source[source.index("def run_judge_single"):source.index("def play_a_match_single")] + source[
        source.index("def run_judge_pair"):source.index("def play_a_match_pair")] + source[
        source.index("def chat_completion_openai("):source.index("def chat_completion_openai_azure")]
    names = {"re": re, "ast": ast, "OPENAI_MODEL_LIST": ["gpt-4"], "ANTHROPIC_MODEL_LIST": [], "API_MAX_RETRY": 1, "API_ERROR_OUTPUT": "",
             "openai": types.SimpleNamespace(ChatCompletion=ChatCompletion, error=types.SimpleNamespace(OpenAIError=OSError)),
             "get_conversation_template": lambda model: conversation.get_conv_template("chatgpt")}
    exec(source[source.index("TIE_DELTA"):source.index("# Sampling temperature")] + code, names)
    prompts = {row["name"]: row for row in rows(data / "judge_prompts.jsonl")}
    references = {row["question_id"]: row for row in rows(data / "reference_answer_gpt-4.jsonl")}
    first, second = ({row["question_id"]: row for row in rows(data / f"model_answer/{name}.jsonl")} for name in ("alpaca-13b", "llama-13b"))
    for kind, protocol, more in (("single", "mt-bench", []), ("pair", "mt-bench-pair", ["--against", str(data / "model_answer/llama-13b.jsonl")])):
        report, mine = ours(protocol, data / "judge_prompts.jsonl", data / "model_answer/alpaca-13b.jsonl", "gpt-4", "--questions",
                            str(data / "question.jsonl"), "--references", str(data / "reference_answer_gpt-4.jsonl"), *more)
        assert report is not None, mine
        requests, found = taken(), {}
        for question in rows(data / "question.jsonl"):
            key = question["question_id"]
            reference = references.get(key)
            for turn in (1, 2):
                name = kind + ("-math-v1" if reference else "-v1" if kind == "single" else "-v2") + ("-multi-turn" if turn == 2 else "")
                judge = types.SimpleNamespace(model_name="gpt-4", prompt_template=prompts[name])
                if kind == "single":
                    rating = names["run_judge_single"](question, first[key], judge, reference, multi_turn=turn == 2)[0]
                    found[str(key), turn] = "none" if rating == -1 else rating
                else:
                    sides = [(first[key], second[key]), (second[key], first[key])]
                    winners = [names["run_judge_pair"](question, *side, judge, reference, multi_turn=turn == 2)[0] for side in sides]
                    where = [{"A": "first", "B": "second", "tie": "tie", "error": "none"}[winners[0]],
                             {"A": "second", "B": "first", "tie": "tie", "error": "none"}[winners[1]]]
                    found[str(key), turn] = where
        own = {(row["id"], row["turn"]): row["rating"] if kind == "single" else [row["forward"], row["backward"]] for row in mine}
        told("FastChat " + kind, taken(), requests, len(found), sum(own.get(key) == verdict for key, verdict in found.items()))


def auto_j():
    theirs = module(options.auto_j / "codes/usage/constants_prompt.py", "autoj_prompts")
    source = (options.auto_j / "codes/usage/example.py").read_text()
    rules = {}
    exec(source[source.index("def extract_pariwise_result"):source.index("if __name__")], rules)
    samples = rows(options.data / "autoj/testdata_critique.jsonl")[:options.rows]
    pairs = [(row["user_query"], row["response"]) for row in samples] if "user_query" in samples[0] else [
        (row["prompt"], row["response"]) for row in samples]
    other = lambda text: "Another answer. " + text[:200]
    for name, change in (("model", lambda text: text), ("others", other)):
        (folder / f"{name}.jsonl").write_text("".join(
            json.dumps({"id": str(i), "question": question, "output": change(text)}) + "\n" for i, (question, text) in enumerate(pairs)))
    sampling = {"temperature": 0.0, "top_p": 1.0, "max_tokens": 1024}

    def sent(text):
        content = text.removeprefix("[INST] ").removesuffix(" [/INST]")
        assert theirs.PROMPT_INPUT_WO_SYSTEM.format(input=content) == text  # what LLaMA-2's chat template puts around a message
        body = {"model": "autoj-13b", "messages": [{"role": "user", "content": content}], **sampling}
        bodies.append(json.dumps(body).encode())
        return reply(body)[0]["content"]

    for protocol, more in (("auto-j", []), ("auto-j-pair", ["--against", str(folder / "others.jsonl")])):
        report, mine = ours(protocol, options.auto_j / "codes/usage/constants_prompt.py", folder / "model.jsonl", "autoj-13b", *more)
        assert report is not None, mine
        requests, equal = taken(), 0
        for row, (question, text) in zip(mine, pairs):
            if not more:
                try:
                    rating = rules["extract_single_rating"](sent(theirs.build_autoj_input(question, text, protocol="single"))) or "none"
                except ValueError:
                    rating = "none"
                equal += row["rating"] == rating
            else:
                labels = [rules["extract_pariwise_result"](sent(theirs.build_autoj_input(question, *side, "pairwise_tie")))
                          for side in ((text, other(text)), (other(text), text))]
                forward = {0: "first", 1: "second", 2: "tie", -1: "none"}[labels[0]]
                backward = {1: "first", 0: "second", 2: "tie", -1: "none"}[labels[1]]
                equal += (row["forward"], row["backward"]) == (forward, backward)
        told("Auto-J " + protocol, taken(), requests, len(mine), equal)


for check, given in ((fastchat, options.fastchat), (auto_j, options.auto_j), (alpaca_eval, options.alpaca_eval)):
    if given:
        check()
shutil.rmtree(folder)
sys.exit(1 if failed else 0)
