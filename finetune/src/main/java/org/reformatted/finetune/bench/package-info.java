/**
 * Benchmarks of the engine, compared with the limits of the machine and with other programs: {@link org.reformatted.finetune.bench.FinetuneBench} and
 * {@link org.reformatted.finetune.bench.GpuBench}, started by {@code scripts/bench}. Uses {@code train} and {@code generate}.
 */
@NullMarked
package org.reformatted.finetune.bench;

import org.jspecify.annotations.NullMarked;
