package org.reformatted.realign.classify;

import org.nd4j.linalg.cpu.nativecpu.CpuBackend;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * ND4J's CPU backend, put before its CUDA backend where that is in the program and the machine can't run it: ND4J itself asks only whether there
 * is a device, and would fail at its first kernel. ND4J finds it as a service.
 */
public final class CpuInsteadOfCuda extends CpuBackend {
    private static final Logger LOG = LoggerFactory.getLogger(CpuInsteadOfCuda.class);

    /** For ND4J. */
    public CpuInsteadOfCuda() {}

    /** Above CUDA's where this backend steps in, else below the CPU's own, so that ND4J never comes to ask whether it is available. */
    @Override
    public int getPriority() {
        return stepsIn() ? BACKEND_PRIORITY_GPU + 1 : BACKEND_PRIORITY_CPU - 1;
    }

    @Override
    public boolean isAvailable() {
        boolean stepsIn = stepsIn();
        if (stepsIn) {
            LOG.warn("ND4J computes on the processor: {}", CudaChoice.here().why());
        }
        return stepsIn;
    }

    private static boolean stepsIn() {
        CudaChoice choice = CudaChoice.here();
        return choice.built() && !choice.cuda();
    }
}
