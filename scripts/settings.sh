# The settings of the program's process, for scripts/harness and the launcher of a bundle, which source this file.
case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
  *UTF-8* | *utf8*) ;;
  *) export LC_ALL=C.UTF-8 ;; # so that Java reads arguments and writes text as UTF-8
esac
terminal=false
watched=false
if [ -t 1 ]; then terminal=true; fi
if [ -t 2 ]; then watched=true; fi
export OPT_OUT_TRACKING=true
# A waiting core first spins for 0.1 ms, because many small operations follow each other closely, and then sleeps, because the machine may be shared.
if [ -z "${OMP_WAIT_POLICY:-}" ]; then
  export OMP_WAIT_POLICY=passive GOMP_SPINCOUNT=${GOMP_SPINCOUNT:-10000}
fi
case " $* " in
  # Here the processor only starts kernels, and the settings below made this a third slower (finetune/BENCHMARKS.md).
  *" --device gpu"* | *" --device=gpu"* | *" --devices gpu"* | *" --devices=gpu"* | *" bench gpu "*) ;;
  *)
    # Without these settings, glibc returns large blocks to the system at once, or cannot reuse a freed block for an aligned block of the same size,
    # because the thread's cache has the small remainder after it. Training would then request the same pages again in every step.
    export MALLOC_MMAP_THRESHOLD_=${MALLOC_MMAP_THRESHOLD_:-1073741824} MALLOC_TRIM_THRESHOLD_=${MALLOC_TRIM_THRESHOLD_:-4294967296}
    # Pages of 2 MB for the entire heap (glibc 2.35 and later) make generation a third faster. PyTorch's THP_MEM_ALLOC_ENABLE would align each tensor to
    # such a page, which needs up to a third more memory in training (finetune/BENCHMARKS.md).
    export MALLOC_ARENA_MAX=${MALLOC_ARENA_MAX:-1}
    export GLIBC_TUNABLES=${GLIBC_TUNABLES:-glibc.malloc.tcache_count=0:glibc.malloc.hugetlb=1}
    ;;
esac
# shellcheck disable=SC2034  # used by the scripts that source this file; HARNESS_JAVA_OPTS is split into words on purpose
# shellcheck disable=SC2206
options=(${HARNESS_JAVA_OPTS:--Xmx2g} -Dfile.encoding=UTF-8 -Djava.awt.headless=true -Dharness.terminal.out=$terminal -Dharness.terminal.err=$watched)
