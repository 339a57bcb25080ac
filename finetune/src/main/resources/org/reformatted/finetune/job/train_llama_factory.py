"""Trains the job with LLaMA-Factory, stage sft, on tokenized data. Started by launch.sh; `pip install llamafactory` is what it needs."""

import job

job.verify()

from accelerate import PartialState  # noqa: E402
from datasets import Dataset, DatasetDict  # noqa: E402

R = job.RECIPE


def rows():
    """Packed rows number their examples in the mask, by which neat_packing keeps them apart."""
    for row in job.rows():
        mask = row["segments"] if R["packed"] else [1] * len(row["input_ids"])
        yield {"input_ids": row["input_ids"], "attention_mask": mask, "labels": row["labels"]}


tokenized = job.OUT / "tokenized"
with PartialState().main_process_first():
    if not tokenized.exists():
        made = Dataset.from_generator(rows, cache_dir=str(job.OUT / "cache"))
        DatasetDict({"train": made}).save_to_disk(str(tokenized))

from llamafactory.train.tuner import run_exp  # noqa: E402

out = job.OUT / ("adapter" if job.adapter_folder() else "checkpoint")
settings = dict(
    stage="sft",
    do_train=True,
    model_name_or_path=str(job.model_folder()),
    finetuning_type="lora" if job.adapter_folder() else "full",
    template="default",  # unused: the data are tokens
    dataset="none",  # unused: the data are tokens
    tokenized_path=str(tokenized),
    cutoff_len=R["longestRow"],
    packing=R["packed"],
    neat_packing=R["packed"],
    disable_shuffling=True,
    flash_attn="sdpa",
    upcast_layernorm=False,
    output_dir=str(out),
    overwrite_output_dir=True,
    resume_from_checkpoint=job.last_state(out),
    **job.arguments(),
)
if job.adapter_folder():
    settings.update(adapter_name_or_path=str(job.adapter_folder()), create_new_adapter=False)
run_exp(settings, callbacks=[job.callback()])
job.finish(["llamafactory", "transformers", "torch", "accelerate"])
