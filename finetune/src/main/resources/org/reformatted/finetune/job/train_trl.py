"""Trains the job with TRL's SFTTrainer. Started by launch.sh; `pip install trl peft` is what it needs."""

import os

import job

job.verify()

import torch  # noqa: E402
from accelerate import PartialState  # noqa: E402
from datasets import Dataset  # noqa: E402
from torch.utils.data import SequentialSampler  # noqa: E402
from transformers import AutoModelForCausalLM, AutoTokenizer  # noqa: E402
from trl import SFTConfig, SFTTrainer  # noqa: E402

R = job.RECIPE


def padded(rows, name, filler):
    longest = max(len(row["input_ids"]) for row in rows)
    return torch.tensor([row[name] + [filler] * (longest - len(row[name])) for row in rows])


def collate(rows):
    """Pads on the right. Packed rows have positions that begin again at each example, by which attention keeps examples apart, and no mask."""
    batch = {"input_ids": padded(rows, "input_ids", 0), "labels": padded(rows, "labels", -100)}
    if R["packed"]:
        longest = batch["input_ids"].shape[1]
        batch["position_ids"] = torch.tensor(
            [row["position_ids"] + list(range(longest - len(row["position_ids"]))) for row in rows]
        )
    else:
        batch["attention_mask"] = torch.tensor([[int(i < len(row["input_ids"])) for i in range(batch["input_ids"].shape[1])] for row in rows])
    return batch


class InOrder(SFTTrainer):
    """Visits the rows in the order of the job."""

    def _get_train_sampler(self, *_):
        return SequentialSampler(self.train_dataset)


with PartialState().main_process_first():
    rows = Dataset.from_generator(job.rows, cache_dir=str(job.OUT / "cache"))

model = AutoModelForCausalLM.from_pretrained(
    job.model_folder(), dtype=torch.float32, attn_implementation=os.environ.get("ATTENTION", "sdpa")
)
model.config.use_cache = False
if job.adapter_folder():
    from peft import PeftModel

    model = PeftModel.from_pretrained(model, job.adapter_folder(), is_trainable=True)

states = job.OUT / "states"
trainer = InOrder(
    model=model,
    args=SFTConfig(
        output_dir=str(states),
        shuffle_dataset=False,
        max_length=None,
        packing=False,
        dataset_kwargs={"skip_prepare_dataset": True},
        **job.arguments(),
    ),
    train_dataset=rows,
    data_collator=collate,
    processing_class=AutoTokenizer.from_pretrained(job.model_folder()),
    callbacks=[job.callback()],
)
trainer.train(resume_from_checkpoint=job.last_state(states))
trainer.save_model(str(job.OUT / ("adapter" if job.adapter_folder() else "checkpoint")))
job.finish(["trl", "transformers", "torch", "accelerate"])
