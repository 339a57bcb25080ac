package org.reformatted.finetune.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** Adds up the processor time that this process takes for some work, on all its cores together. */
final class ProcessorTime {
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private long nanos;

    /** Does work and returns how long it took by wall-clock time. */
    double seconds(Runnable work) {
        long before = SYSTEM.getProcessCpuTime();
        long start = System.nanoTime();
        work.run();
        double seconds = (System.nanoTime() - start) / 1e9;
        nanos += SYSTEM.getProcessCpuTime() - before;
        return seconds;
    }

    /** Processor seconds so far. */
    double total() {
        return nanos / 1e9;
    }
}
