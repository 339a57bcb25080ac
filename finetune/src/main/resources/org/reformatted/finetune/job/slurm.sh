#!/usr/bin/env bash
#SBATCH --job-name=@NAME@
#SBATCH --nodes=@NODES@
#SBATCH --ntasks-per-node=1
#SBATCH --gpus-per-node=@DEVICES@
#SBATCH --cpus-per-task=@CPUS@
#SBATCH --output=slurm-%j.log
# Starts launch.sh on every node: sbatch slurm.sh, from the job's folder on a file system that the nodes share. Options of sbatch (--partition, --time,
# --account, another --cpus-per-task) go before the file's name. What slurm-*.log says last tells whether it is done; started again, it goes on.
set -euo pipefail
cd "${SLURM_SUBMIT_DIR:?is set by sbatch: start this file with sbatch slurm.sh, or launch.sh on one machine}"
MASTER_ADDR=$(scontrol show hostnames "$SLURM_JOB_NODELIST" | sed -n 1p)
MASTER_PORT=${MASTER_PORT:-$((20000 + SLURM_JOB_ID % 20000))} # two jobs on a node have two
export MASTER_ADDR MASTER_PORT
srun --cpus-per-task="${SLURM_CPUS_PER_TASK:-1}" bash -c 'NODE_RANK=$SLURM_NODEID exec ./launch.sh'
