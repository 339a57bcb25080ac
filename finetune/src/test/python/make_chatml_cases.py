"""Writes chatml-cases.json: 50 conversations as transformers lays them out with SmolLM2's chat template, with a byte-level tokenizer of its own.

Needs transformers and tokenizers. Usage: make_chatml_cases.py FOLDER-OF-THE-TEST-RESOURCES
The tokenizer is trained here on the texts themselves and stored with the cases, so that no published file is copied. The expected ids are those of
apply_chat_template(conversation, tokenize=True). Where a conversation has no system turn, the template puts its own sentence in front.
"""
import json
import pathlib
import random
import sys

import transformers
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, trainers

SYSTEM = "You are a helpful AI assistant named SmolLM, trained by Hugging Face"
TEMPLATE = (
    "{% for message in messages %}{% if loop.first and messages[0]['role'] != 'system' %}{{ '<|im_start|>system\n" + SYSTEM + "<|im_end|>\n' }}"
    "{% endif %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)
WORDS = "the sum of 12 and 30 is 42.\n why don't we say so? naïve café 你好 😀 x=3; A) - *bold* 1,000.5 `code`\n\n end".split(" ")
STARTS = ["Why", "So", "42", "(a)", "é", "1.", "- x", "\"q\""]


def text(draw, user):
    words = [draw.choice(STARTS)] + [draw.choice(WORDS) for _ in range(draw.randrange(12))]
    joined = " ".join(words)
    lead = draw.choice(["", "", "", "  ", "\n", "\n\n "]) if user else ""  # an answer that begins with white space is read alone here
    return lead + joined + draw.choice(["", "", " ", "\n"])


def conversation(draw):
    turns = []
    if draw.random() < 0.4:
        turns.append({"role": "system", "content": text(draw, True)})
    for _ in range(draw.randrange(1, 4)):
        turns.append({"role": "user", "content": text(draw, True)})
        turns.append({"role": "assistant", "content": text(draw, False)})
    return turns if draw.random() < 0.7 else turns[:-1]


def main(folder):
    draw = random.Random(5)
    conversations = [conversation(draw) for _ in range(50)]
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)])
    tokenizer.decoder = decoders.ByteLevel()
    special = [AddedToken(token, special=True, normalized=False) for token in ("<|endoftext|>", "<|im_start|>", "<|im_end|>")]
    trainer = trainers.BpeTrainer(vocab_size=400, special_tokens=special, initial_alphabet=pre_tokenizers.ByteLevel.alphabet())
    tokenizer.train_from_iterator([turn["content"] for rows in conversations for turn in rows] + ["system\nuser\nassistant\n\n"] * 9, trainer)
    fast = transformers.PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, bos_token="<|im_start|>", eos_token="<|im_end|>", chat_template=TEMPLATE)
    cases = []
    for turns in conversations:
        ids = fast.apply_chat_template(
            turns, tokenize=True, add_generation_prompt=turns[-1]["role"] != "assistant", return_dict=False)
        cases.append({"turns": turns, "ids": ids})
    out = pathlib.Path(folder)
    (out / "chatml-tokenizer.json").write_text(json.dumps(json.loads(tokenizer.to_str()), ensure_ascii=False), encoding="utf-8")
    (out / "chatml-cases.json").write_text(
        json.dumps({"transformers": transformers.__version__, "system": SYSTEM, "cases": cases}, ensure_ascii=False, indent=0), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
