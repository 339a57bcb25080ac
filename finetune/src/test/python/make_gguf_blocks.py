"""Writes gguf-blocks.json: for each quantised type some blocks of random bytes (scales finite) and the numbers that the gguf package (0.17) reads in them.

usage: make_gguf_blocks.py > ../resources/org/reformatted/finetune/weights/gguf-blocks.json
"""
import json
import sys

import numpy as np
from gguf import GGMLQuantizationType as T
from gguf.quants import dequantize

SCALES = {T.Q4_0: [0], T.Q4_1: [0, 2], T.Q5_0: [0], T.Q5_1: [0, 2], T.Q8_0: [0], T.Q4_K: [0, 2], T.Q6_K: [208], T.Q5_K: [0, 2]}
SIZES = {T.Q4_0: 18, T.Q4_1: 20, T.Q5_0: 22, T.Q5_1: 24, T.Q8_0: 34, T.Q4_K: 144, T.Q6_K: 210, T.Q5_K: 176}
random = np.random.default_rng(3)
out = {}
for kind, size in SIZES.items():
    blocks = random.integers(0, 256, (2, size), dtype=np.uint8)
    for at in SCALES[kind]:
        scales = random.normal(0, 0.01, 2).astype(np.float16)
        scales[1] = np.float16(3e-7)  # subnormal
        blocks[:, at:at + 2] = scales.view(np.uint8).reshape(2, 2)
    numbers = dequantize(blocks, kind).reshape(-1).astype(np.float32)
    out[kind.name] = {"bytes": blocks.tobytes().hex(), "bits": [int(x) for x in numbers.view(np.int32)]}
json.dump(out, sys.stdout, separators=(",", ":"))
