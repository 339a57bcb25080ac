"""Golden values of AlpacaEvalRegressionTest: AlpacaEval's own fit of made-up annotations.

    python alpaca_eval_length_control.py PATH/TO/alpaca_eval/src/alpaca_eval/metrics/glm_winrate.py

Needs numpy, pandas, patsy and scikit-learn, not AlpacaEval itself: its data set's file is written here, and what else it imports is cut out.
Run on 2026-11-25 with scikit-learn 1.9.1, pandas 3.0.6, patsy 1.0.3, AlpacaEval at cd543a1.
"""

import math
import sys
import tempfile

import pandas as pd

N = 60


def chance(odds):
    return 1 / (1 + math.exp(-odds))


gamed = []
for kind in (0, 1):
    for i in range(N):
        length, difficulty = (1 - 2 * kind) * (i * 17 % 23) / 10, (i * 13 % 7 - 3) / 2
        gamed.append((kind, i, chance(0.6 * difficulty - 1.7 * length + i * 31 % 47 / 23 - 1), length, difficulty, False))
gamed = pd.DataFrame(
    gamed, columns=["model", "index", "preference", "std_delta_len", "instruction_difficulty", "not_gamed_baseline"]
)
rows = pd.DataFrame(
    [
        (
            None if i % 11 == 5 else 1 + chance(-1 - 0.9 * (i * 13 % 7 - 3) / 2 - (i * 37 % 101 - 20) / 30 + i * 29 % 53 / 26),
            "x" * (200 + i * 37 % 101 - 20),
            "x" * 200,
        )
        for i in range(N)
    ],
    columns=["preference", "output_1", "output_2"],
)

source = open(sys.argv[1]).read()
cut = ("from alpaca_eval", "from huggingface_hub", "from .winrate")
source = "\n".join(line for line in source.split("\n") if not line.startswith(cut))
names = {"__file__": sys.argv[1], "__name__": "glm", "types": type("types", (), {"AnyLoadableDF": object})}
names["constants"] = type("constants", (), {"DATASETS_TOKEN": 0, "DATASETS_FORCE_DOWNLOAD": 0, "DEFAULT_CACHE_DIR": 0})
exec(compile(source, sys.argv[1], "exec"), names)
with tempfile.NamedTemporaryFile("w", suffix=".csv") as file:
    gamed.to_csv(file.name, index=False)
    names["hf_hub_download"] = lambda **ignored: file.name
    for kind in ("length_controlled_v1", "length_controlled_noreg"):
        info = names["GLM_INFO"][kind]
        train, test, weight = names["_get_featurized_data"](
            rows, info["formula"], info["regularize_to_baseline_lambda"]
        )
        kept = train["preference"].notna()
        weight = None if weight is None else weight[kept]
        model = names["fit_LogisticRegressionCV"](train[kept], "preference", sample_weight=weight, tol=1e-10, max_iter=100000, n_splits=5)
        print(kind, 100 * model.predict_proba(test)[:, 1].mean(), list(model.coef_[0]), model.C_[0])
