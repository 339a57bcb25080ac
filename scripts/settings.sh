# What the program wants of its process, for scripts/harness and the launcher of a bundle, which source it.
case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
  *UTF-8* | *utf8*) ;;
  *) export LC_ALL=C.UTF-8 ;; # so that Java reads arguments and writes text as UTF-8
esac
terminal=false
watched=false
if [ -t 1 ]; then terminal=true; fi
if [ -t 2 ]; then watched=true; fi
export OPT_OUT_TRACKING=true
# A core that waits for another spins for 0.1 ms, for many small operations come close together, and then sleeps, for a shared machine's sake.
if [ -z "${OMP_WAIT_POLICY:-}" ]; then
  export OMP_WAIT_POLICY=passive GOMP_SPINCOUNT=${GOMP_SPINCOUNT:-10000}
fi
case " $* " in
  # The processor only starts kernels then, and the settings below made it a third slower at that (finetune/BENCHMARKS.md).
  *" --device gpu"* | *" --device=gpu"* | *" --devices gpu"* | *" --devices=gpu"* | *" bench gpu "*) ;;
  *)
    # glibc gives large blocks back to the system at once, or cannot use a freed one for an aligned one of the same size because the thread's cache
    # holds the sliver behind it: training would ask for the same pages again every step.
    export MALLOC_MMAP_THRESHOLD_=${MALLOC_MMAP_THRESHOLD_:-1073741824} MALLOC_TRIM_THRESHOLD_=${MALLOC_TRIM_THRESHOLD_:-4294967296}
    # Pages of 2 MB for the whole heap (glibc 2.35 and later): generation is a third faster. PyTorch's THP_MEM_ALLOC_ENABLE would align each tensor to
    # such a page, which takes up to a third more memory in training (finetune/BENCHMARKS.md).
    export MALLOC_ARENA_MAX=${MALLOC_ARENA_MAX:-1}
    export GLIBC_TUNABLES=${GLIBC_TUNABLES:-glibc.malloc.tcache_count=0:glibc.malloc.hugetlb=1}
    ;;
esac
# shellcheck disable=SC2034  # used by who sources this; the options of HARNESS_JAVA_OPTS are words on purpose
# shellcheck disable=SC2206
options=(${HARNESS_JAVA_OPTS:--Xmx2g} -Dfile.encoding=UTF-8 -Djava.awt.headless=true -Dharness.terminal.out=$terminal -Dharness.terminal.err=$watched)
