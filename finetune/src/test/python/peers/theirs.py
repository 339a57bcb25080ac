"""Does one piece of work with another library and prints one line of JSON: seconds, processor seconds and what the work gave.

Usage: theirs.py WORK SETTINGS, SETTINGS being JSON. Run by bench.py and parity.py, a process each, so that memory and start-up are its own.
"""
import ctypes
import json
import os
import sys
import time


class Clock:
    """Wall and processor time of what runs inside it."""

    def __enter__(self):
        self.wall, self.cpu = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *_):
        self.wall, self.cpu = time.perf_counter() - self.wall, time.process_time() - self.cpu


def torch_on(threads):
    import torch

    torch.set_num_threads(threads)
    return torch


def examples(path, tokenizer, count):
    """Rows of GSM8K in SmolLM2's chat layout with an empty system turn: ids, and how many of them are the question's."""
    rows = [json.loads(line) for line in open(path, encoding="utf-8")][:count]
    laid = []
    for row in rows:
        head = "<|im_start|>system\n<|im_end|>\n<|im_start|>user\n" + row["question"] + "<|im_end|>\n<|im_start|>assistant\n"
        prompt, answer = (tokenizer(text, add_special_tokens=False)["input_ids"] for text in (head, row["answer"] + "<|im_end|>"))
        laid.append((prompt + answer, len(prompt)))
    return laid


def adapted(model, s):
    import peft

    if s.get("adapter"):
        return peft.PeftModel.from_pretrained(model, s["adapter"], is_trainable=True)
    if s.get("lora"):
        return peft.get_peft_model(model, peft.LoraConfig(r=8, lora_alpha=16, target_modules=["q_proj", "v_proj"], lora_dropout=0.0, task_type="CAUSAL_LM"))
    return model


def sft_loop(s):
    """A plain loop: padded rows, mean over the answers' tokens, gradient clipped to 1, AdamW."""
    torch = torch_on(s["threads"])
    import transformers

    tokenizer = transformers.AutoTokenizer.from_pretrained(s["model"])
    model = adapted(transformers.AutoModelForCausalLM.from_pretrained(s["model"], dtype=torch.float32), s).train()
    laid = examples(s["train"], tokenizer, s["rows"] * s["steps"])
    trained = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=s["rate"], betas=(0.9, 0.95), eps=1e-8, weight_decay=0.0)
    losses, seconds, cpu = [], [], []
    for step in range(s["steps"]):
        first = step * s["rows"] % len(laid)
        batch = laid[first:first + s["rows"]]
        width = max(len(ids) for ids, _ in batch)
        with Clock() as clock:
            ids = torch.tensor([row + [0] * (width - len(row)) for row, _ in batch])
            seen = torch.tensor([[1] * len(row) + [0] * (width - len(row)) for row, _ in batch])
            labels = torch.tensor([[-100] * start + row[start:] + [-100] * (width - len(row)) for row, start in batch])
            loss = model(input_ids=ids, attention_mask=seen, labels=labels).loss
            loss.backward()
            torch.nn.utils.clip_grad_norm_(trained, 1.0)
            optimizer.step()
            optimizer.zero_grad()
        losses.append(loss.item())
        seconds.append(clock.wall / sum(len(row) for row, _ in batch))
        cpu.append(clock.cpu / sum(len(row) for row, _ in batch))
    if s.get("out"):
        model.save_pretrained(s["out"])
    return {"losses": losses, "secondsPerToken": seconds[1:], "cpuPerToken": cpu[1:]}


def sft_trl(s):
    torch = torch_on(s["threads"])
    import datasets
    import transformers
    import trl

    tokenizer = transformers.AutoTokenizer.from_pretrained(s["model"])
    laid = examples(s["train"], tokenizer, s["rows"] * s["steps"])
    data = datasets.Dataset.from_list([{"input_ids": ids, "completion_mask": [0] * start + [1] * (len(ids) - start)} for ids, start in laid])
    model = transformers.AutoModelForCausalLM.from_pretrained(s["model"], dtype=torch.float32)
    times = []

    class Watch(transformers.TrainerCallback):
        def on_step_begin(self, *_, **__):
            self.clock = Clock().__enter__()

        def on_step_end(self, *_, **__):
            self.clock.__exit__()
            times.append((self.clock.wall, self.clock.cpu))

    settings = trl.SFTConfig(
        output_dir=s["out"], max_steps=s["steps"], per_device_train_batch_size=s["rows"], learning_rate=s["rate"], adam_beta1=0.9, adam_beta2=0.95,
        lr_scheduler_type="constant", completion_only_loss=True, use_cpu=True, bf16=False, report_to=[], save_strategy="no", logging_steps=1000,
        gradient_checkpointing=False, max_length=None, disable_tqdm=True, dataloader_pin_memory=False)
    trainer = trl.SFTTrainer(model=adapted(model, s), args=settings, train_dataset=data, processing_class=tokenizer, callbacks=[Watch()])
    trainer.train()
    tokens = sum(len(ids) for ids, _ in laid) / s["steps"]
    return {"secondsPerToken": [wall / tokens for wall, _ in times[1:]], "cpuPerToken": [cpu / tokens for _, cpu in times[1:]]}


def generate_transformers(s):
    torch = torch_on(s["threads"])
    import transformers

    tokenizer = transformers.AutoTokenizer.from_pretrained(s["model"], padding_side="left")
    tokenizer.pad_token = tokenizer.pad_token or tokenizer.eos_token
    model = transformers.AutoModelForCausalLM.from_pretrained(s["model"], dtype=torch.float32).eval()
    if s.get("adapter"):
        import peft

        model = peft.PeftModel.from_pretrained(model, s["adapter"]).eval()
    texts, rows = [], s["rows"]
    with torch.no_grad(), Clock() as clock:
        for first in range(0, len(s["prompts"]), rows):
            inputs = tokenizer(s["prompts"][first:first + rows], return_tensors="pt", padding=True)
            forced = {"min_new_tokens": s["tokens"]} if s.get("whole") else {}
            out = model.generate(**inputs, max_new_tokens=s["tokens"], do_sample=False, pad_token_id=tokenizer.pad_token_id, **forced)
            texts += tokenizer.batch_decode(out[:, inputs["input_ids"].shape[1]:], skip_special_tokens=True)
    return {"seconds": clock.wall, "cpu": clock.cpu, "texts": texts}


def logits_transformers(s):
    torch = torch_on(s["threads"])
    import transformers

    tokenizer = transformers.AutoTokenizer.from_pretrained(s["model"])
    model = transformers.AutoModelForCausalLM.from_pretrained(s["model"], dtype=torch.float32).eval()
    with torch.no_grad():
        return {"logits": [model(**tokenizer(p, return_tensors="pt")).logits[0, -1].tolist() for p in s["prompts"]]}


def generate_llama(s):
    """Greedy steps of a batch of sequences, float32 cache, flash attention off, as the batch interface of llama.cpp takes them."""
    import llama_cpp as lib
    import numpy

    @lib.llama_log_callback
    def quiet(*_):
        pass

    lib.llama_log_set(quiet, ctypes.c_void_p(0))
    lib.llama_backend_init()
    model = lib.llama_model_load_from_file(s["gguf"].encode(), lib.llama_model_default_params())
    vocabulary = lib.llama_model_get_vocab(model)
    prompts = []
    for text in s["prompts"]:
        ids = (lib.llama_token * (len(text.encode()) + 8))()
        count = lib.llama_tokenize(vocabulary, text.encode(), len(text.encode()), ids, len(ids), False, True)
        prompts.append(list(ids[:count]))
    rows, longest = len(prompts), max(len(p) for p in prompts)
    settings = lib.llama_context_default_params()
    settings.n_ctx = max(256, rows * ((longest + s["tokens"] + 32) // 32 * 32))
    settings.n_batch = settings.n_ubatch = max(512, rows)
    settings.n_seq_max, settings.n_threads, settings.n_threads_batch = rows, s["threads"], s["threads"]
    settings.type_k = settings.type_v = 0
    context = lib.llama_init_from_model(model, settings)
    size = lib.llama_vocab_n_tokens(vocabulary)
    batch = lib.llama_batch_init(max(512, rows), 0, 1)

    def put(i, token, position, row, wanted):
        batch.token[i], batch.pos[i], batch.n_seq_id[i], batch.logits[i] = token, position, 1, wanted
        batch.seq_id[i][0] = row

    def best(i):
        return int(numpy.ctypeslib.as_array(lib.llama_get_logits_ith(context, i), shape=(size,)).argmax())

    last, texts = [], [[] for _ in prompts]
    for row, prompt in enumerate(prompts):
        batch.n_tokens = len(prompt)
        for i, token in enumerate(prompt):
            put(i, token, i, row, i == len(prompt) - 1)
        assert lib.llama_decode(context, batch) == 0
        last.append(best(len(prompt) - 1))
    with Clock() as clock:
        for step in range(s["tokens"] - 1):
            for row in range(rows):
                texts[row].append(last[row])
                put(row, last[row], len(prompts[row]) + step, row, True)
            batch.n_tokens = rows
            assert lib.llama_decode(context, batch) == 0
            last = [best(row) for row in range(rows)]
    for row in range(rows):
        texts[row].append(last[row])
    return {"seconds": clock.wall, "cpu": clock.cpu, "steps": s["tokens"] - 1, "ids": texts}


def tokenize(s):
    import tokenizers

    tokenizer = tokenizers.Tokenizer.from_file(os.path.join(s["model"], "tokenizer.json"))
    with Clock() as clock, open(s["file"], encoding="utf-8") as lines:
        ids = [tokenizer.encode(line.rstrip("\n"), add_special_tokens=False).ids for line in lines]
    return {"seconds": clock.wall, "cpu": clock.cpu, "tokens": sum(map(len, ids)), "ids": ids if s.get("ids") else []}


def score(s):
    """lm-evaluation-harness' own filters and metric of gsm8k on answers that are there already."""
    import lm_eval.api.metrics as metrics
    import lm_eval.evaluator  # what a run of it loads
    import lm_eval.filters
    import lm_eval.filters.extraction
    import yaml

    task = yaml.safe_load(open(os.path.join(os.path.dirname(lm_eval.filters.__file__), "../tasks/gsm8k/gsm8k.yaml"), encoding="utf-8"))
    rows = [json.loads(line) for line in open(s["predictions"], encoding="utf-8")]
    options = {k: v for k, v in task["metric_list"][0].items() if k in ("ignore_case", "ignore_punctuation", "regexes_to_ignore")}
    found = {}
    for kind in task["filter_list"]:
        chosen = kind["filter"][0]
        chosen = {k: v for k, v in chosen.items() if k != "function"}
        extract = lm_eval.filters.extraction.RegexFilter(**chosen)
        answers = [answer[0] for answer in extract.apply([[row["output"]] for row in rows], [{}] * len(rows))]
        right = [metrics.exact_match_fn(predictions=[answer], references=[row["reference"]], **options)["exact_match"] for answer, row in zip(answers, rows)]
        found[kind["name"]] = {"answers": answers, "right": [float(x) for x in right]}
    return found


if __name__ == "__main__":
    result = globals()[sys.argv[1]](json.loads(sys.argv[2]))
    print("\n" + json.dumps(result))
