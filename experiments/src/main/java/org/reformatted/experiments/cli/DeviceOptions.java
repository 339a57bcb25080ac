package org.reformatted.experiments.cli;

import org.reformatted.experiments.config.Compute;
import picocli.CommandLine.Option;

/** The device of a command, its threads and the size of its batches. They change results only in the last bits of sums. */
final class DeviceOptions {
    static final String CPU = "cpu";

    private static final int BATCH_ROWS = 64;

    @Option(
            names = "--device",
            paramLabel = "NAME",
            description = "cpu, gpu or gpu1 (default: ${DEFAULT-VALUE}); doctor lists the devices of this machine.")
    String device = CPU;

    @Option(names = "--threads", paramLabel = "N", description = "Cores to use (default: all).")
    int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--batch-rows",
            paramLabel = "N",
            description = "Maximum number of answers generated at a time (default: ${DEFAULT-VALUE}).")
    int batchRows = BATCH_ROWS;

    Compute compute() {
        return compute(device);
    }

    /** The same settings with another device. */
    Compute compute(String other) {
        return new Compute(other, threads, batchRows);
    }
}
