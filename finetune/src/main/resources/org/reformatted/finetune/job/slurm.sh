#!/usr/bin/env bash
#SBATCH --job-name=@NAME@
#SBATCH --nodes=@NODES@
#SBATCH --ntasks-per-node=1
#SBATCH --gpus-per-node=@DEVICES@
#SBATCH --output=slurm-%j.log
# Starts launch.sh on every node: sbatch slurm.sh, from the job's folder on a file system that the nodes share.
set -euo pipefail
cd "$SLURM_SUBMIT_DIR"
MASTER_ADDR=$(scontrol show hostnames "$SLURM_JOB_NODELIST" | head -n 1)
export MASTER_ADDR
srun bash -c 'NODE_RANK=$SLURM_NODEID exec ./launch.sh'
