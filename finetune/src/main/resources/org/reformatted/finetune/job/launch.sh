#!/usr/bin/env bash
# Starts the job on this machine, or on one node of several: NODE_RANK, MASTER_ADDR and MASTER_PORT say which. PYTHON names the Python that has the
# trainer, MODEL the base model where it is not at the recipe's path, OUT the folder for results (default: out).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
if [ @NODES@ = 1 ]; then
  nodes=(--standalone)
else
  nodes=(--nnodes @NODES@ --node_rank "${NODE_RANK:-0}" --master_addr "${MASTER_ADDR:-127.0.0.1}" --master_port "${MASTER_PORT:-29500}")
fi
exec "${PYTHON:-python3}" -m torch.distributed.run "${nodes[@]}" --nproc_per_node @DEVICES@ train.py
