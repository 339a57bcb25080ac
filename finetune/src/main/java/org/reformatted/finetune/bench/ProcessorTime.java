package org.reformatted.finetune.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** Adds up the processor time of this process during some work, on all cores together. */
final class ProcessorTime {
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private long nanos;

    /** Runs work and returns its wall-clock time. */
    double seconds(Runnable work) {
        long before = SYSTEM.getProcessCpuTime();
        long start = System.nanoTime();
        work.run();
        double seconds = (System.nanoTime() - start) / 1e9;
        nanos += SYSTEM.getProcessCpuTime() - before;
        return seconds;
    }

    /** The processor time so far, in seconds. */
    double total() {
        return nanos / 1e9;
    }
}
