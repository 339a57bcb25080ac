/**
 * How fast the engine is, beside what the machine can do and what others do on it: {@link org.reformatted.finetune.bench.FinetuneBench} and
 * {@link org.reformatted.finetune.bench.GpuBench}, started by {@code scripts/bench}. Uses {@code train} and {@code generate}.
 */
@NullMarked
package org.reformatted.finetune.bench;

import org.jspecify.annotations.NullMarked;
