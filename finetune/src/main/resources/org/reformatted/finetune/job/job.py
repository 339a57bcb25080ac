"""What the training scripts of a job share: its recipe, its rows in order, a check of every step, and the log that goes back.

The rows are token ids already: no template and no tokenizer is used. OUT names the folder for results (default: out, beside this file), MODEL another
place of the base model.
"""

import hashlib
import json
import os
import pathlib
import sys
import time

JOB = pathlib.Path(__file__).resolve().parent
OUT = pathlib.Path(os.environ.get("OUT", JOB / "out"))
RECIPE = json.loads((JOB / "recipe.json").read_text(encoding="utf-8"))
MANIFEST = json.loads((JOB / "job.json").read_text(encoding="utf-8"))
LOG = OUT / "log.jsonl"
RANK = int(os.environ.get("RANK", "0"))


def sha256(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


def model_folder():
    """The base model: the job's own folder `base`, or the one the recipe names."""
    own = JOB / "base"
    return pathlib.Path(os.environ.get("MODEL", own if own.exists() else RECIPE["model"]))


def adapter_folder():
    own = JOB / "adapter"
    return own if own.exists() else None


def verify():
    """Ends with a message when a file of the job or of the base model is not the one the job was made with."""
    if RANK != 0:
        return
    wrong = [name for name, digest in MANIFEST["files"].items() if sha256(JOB / name) != digest]
    base = model_folder()
    for name, digest in MANIFEST["base"].items():
        if not (base / name).exists() or sha256(base / name) != digest:
            wrong.append(str(base / name))
    if wrong:
        sys.exit("the job's files differ from job.json: " + ", ".join(wrong) + "; copy the job again, or name its base model with MODEL")


def rows():
    """Every row of the run in order; each step has rowsPerStep of them. A row without examples fills a step up and is not learned."""
    with open(JOB / "examples.jsonl", encoding="utf-8") as file:
        examples = [json.loads(line) for line in file]
    filler = examples[0]["input_ids"][0]
    with open(JOB / "order.jsonl", encoding="utf-8") as file:
        for line in file:
            row = {"input_ids": [], "labels": [], "position_ids": [], "segments": []}
            for segment, number in enumerate(json.loads(line)):
                ids = examples[number]["input_ids"]
                row["input_ids"] += ids
                row["labels"] += [i if w else -100 for i, w in zip(ids, examples[number]["loss_weights"])]
                row["position_ids"] += range(len(ids))
                row["segments"] += [segment + 1] * len(ids)
            if not row["input_ids"]:
                row = {"input_ids": [filler] * 2, "labels": [-100] * 2, "position_ids": [0, 1], "segments": [1, 1]}
            yield row


def arguments():
    """The settings of transformers' TrainingArguments that make the recipe."""
    r = RECIPE
    settings = dict(
        max_steps=r["steps"],
        per_device_train_batch_size=r["rowsPerDevice"],
        gradient_accumulation_steps=r["accumulate"],
        optim="adamw_torch",
        learning_rate=max(r["learningRates"]),
        lr_scheduler_type="constant",  # the rate of each step comes from the recipe, see RecipeCallback
        warmup_steps=0,
        adam_beta1=r["betas"][0],
        adam_beta2=r["betas"][1],
        adam_epsilon=r["epsilon"],
        weight_decay=r["weightDecay"],
        max_grad_norm=r["clipNorm"],
        bf16=r["bfloat16"],
        seed=r["seed"] % 2**32,
        gradient_checkpointing=r["activationCheckpointing"],
        logging_steps=1,
        save_steps=r["saveEvery"],
        save_total_limit=r["saveKeep"],
        remove_unused_columns=False,
        average_tokens_across_devices=True,
        ddp_find_unused_parameters=False,
        dataloader_drop_last=False,
        report_to="none",
        disable_tqdm=True,
    )
    if r["neftuneAlpha"]:
        settings["neftune_noise_alpha"] = r["neftuneAlpha"]
    if os.environ.get("DEVICE") == "cpu":
        settings["use_cpu"] = True
    if r["sharded"]:
        import transformers

        new = [int(part) for part in transformers.__version__.split(".")[:2]] >= [5, 24]  # from where on the text is to go
        settings["fsdp"] = True if new else "full_shard auto_wrap"
        settings["fsdp_config"] = {"state_dict_type": "FULL_STATE_DICT", "transformer_layer_cls_to_wrap": r["layerClass"]}
    return settings


def require_world(args):
    expected = RECIPE["rowsPerStep"]
    found = args.world_size * args.per_device_train_batch_size * args.gradient_accumulation_steps
    if found != expected:
        sys.exit(
            f"this launch computes {found} rows a step and the job has {expected}: start it with {RECIPE['processes']} processes,"
            " or prepare it again with other trainer.devices and trainer.nodes"
        )


def callback():
    """Made on call, so that reading a recipe needs no transformers."""
    import torch
    from transformers import TrainerCallback

    class RecipeCallback(TrainerCallback):
        """Sets the learning rate of each step and the decay of every parameter, counts the tokens that are learned, and logs."""

        def __init__(self):
            self.held = []  # tables of which the last rows alone are trained, with the others as they were
            self.learned = 0
            self.rate = None
            self.started = 0.0

        def on_train_begin(self, args, state, control, model=None, optimizer=None, **_):
            require_world(args)
            for group in optimizer.param_groups:  # transformers leaves norms and biases out of the decay
                group["weight_decay"] = RECIPE["weightDecay"]
                found = [*group["betas"], group["eps"]]
                if found != [*RECIPE["betas"], RECIPE["epsilon"]]:
                    sys.exit(f"the optimizer has betas and epsilon {found}, and the recipe others")
            model.register_forward_pre_hook(self.count, with_kwargs=True)
            if "firstTrainedRow" in RECIPE:
                self.hold(model, RECIPE["firstTrainedRow"])
            if RANK == 0:
                OUT.mkdir(parents=True, exist_ok=True)
                kept = LOG.read_text(encoding="utf-8").splitlines()[: state.global_step] if LOG.exists() else []
                LOG.write_text("".join(line + "\n" for line in kept), encoding="utf-8")

        def hold(self, model, first):
            """Leaves the rows before the first one as they are: they get no gradient, and what decay takes of them is put back."""

            def last_rows(gradient):
                gradient = gradient.clone()
                gradient[:first] = 0
                return gradient

            for name, table in model.named_parameters():
                if table.requires_grad and "lora_" not in name and ("embed_tokens" in name or "lm_head" in name):
                    if table.ndim != 2 or table.shape[0] <= first:
                        sys.exit(f"{name} has the shape {list(table.shape)}, so that its rows from {first} on cannot be told from the others")
                    table.register_hook(last_rows)
                    self.held.append((table, table.detach()[:first].clone()))
            if not self.held:
                sys.exit("the adapter trains neither the embedding nor the head, and the recipe their last rows")

        def on_optimizer_step(self, args, state, control, **_):
            with torch.no_grad():
                for table, before in self.held:
                    table[: len(before)] = before

        def count(self, module, positional, named):
            if module.training and named.get("labels") is not None:
                self.learned += int((named["labels"][:, 1:] != -100).sum())

        def on_step_begin(self, args, state, control, optimizer=None, **_):
            self.started = time.monotonic()
            for group in optimizer.param_groups:
                group["lr"] = RECIPE["learningRates"][state.global_step]

        def on_pre_optimizer_step(self, args, state, control, optimizer=None, **_):
            self.rate = optimizer.param_groups[0]["lr"]

        def on_step_end(self, args, state, control, **_):
            if torch.distributed.is_available() and torch.distributed.is_initialized():
                total = torch.tensor([self.learned], device=args.device)
                torch.distributed.all_reduce(total)
                self.learned = int(total.item())
            expected = RECIPE["supervisedTokens"][state.global_step - 1]
            if self.learned != expected:
                raise SystemExit(f"step {state.global_step} learned {self.learned} tokens, and the plan has {expected}")

        def on_log(self, args, state, control, logs=None, **_):
            if logs and "loss" in logs and RANK == 0:
                line = {
                    "step": state.global_step - 1,
                    "loss": logs["loss"],
                    "learningRate": self.rate,
                    "gradNorm": float(logs["grad_norm"]),
                    "supervisedTokens": self.learned,
                    "tokensPerSecond": RECIPE["tokens"][state.global_step - 1] / (time.monotonic() - self.started),
                }
                with open(LOG, "a", encoding="utf-8") as file:
                    file.write(json.dumps(line) + "\n")
            if logs and "loss" in logs:
                self.learned = 0

    return RecipeCallback()


def last_state(folder):
    """The newest state that a stopped run left, to go on from."""
    states = sorted(pathlib.Path(folder).glob("checkpoint-*"), key=lambda path: int(path.name.split("-")[1]))
    return str(states[-1]) if states else None


def plain_adapter():
    """Keeps of a module that was trained whole its trained weight alone: some versions of PEFT store the weight before training and a copy as well."""
    from safetensors.torch import load_file, save_file

    file = OUT / "adapter" / "adapter_model.safetensors"
    tensors = load_file(file)
    kept = {name: tensor for name, tensor in tensors.items() if ".original_module." not in name}
    for name in [name for name in kept if ".modules_to_save." in name]:
        kept[name.replace(".modules_to_save.", ".")] = kept.pop(name)
    save_file({name: tensor.contiguous() for name, tensor in kept.items()}, file, metadata={"format": "pt"})


def finish(libraries):
    """Written last: what trained, so that a folder with this file is whole."""
    if RANK != 0:
        return
    if adapter_folder():
        plain_adapter()
    import importlib.metadata

    import torch

    device = torch.cuda.get_device_name(0) if torch.cuda.is_available() and os.environ.get("DEVICE") != "cpu" else "cpu"
    trainer = {
        "job": MANIFEST["fingerprint"],
        "trainer": RECIPE["trainer"],
        "versions": {name: importlib.metadata.version(name) for name in libraries},
        "processes": int(os.environ.get("WORLD_SIZE", "1")),
        "device": device,
    }
    (OUT / "trainer.json").write_text(json.dumps(trainer, indent=2) + "\n", encoding="utf-8")
