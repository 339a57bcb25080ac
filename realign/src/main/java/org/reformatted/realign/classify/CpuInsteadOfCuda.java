package org.reformatted.realign.classify;

import org.nd4j.linalg.cpu.nativecpu.CpuBackend;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * ND4J's CPU backend with a higher priority than its CUDA backend, for a program with the CUDA backend on a machine that can't run it: ND4J itself
 * only checks whether there is a device, and would fail at its first kernel. ND4J finds this class as a service.
 */
public final class CpuInsteadOfCuda extends CpuBackend {
    private static final Logger LOG = LoggerFactory.getLogger(CpuInsteadOfCuda.class);

    /** Called by ND4J. */
    public CpuInsteadOfCuda() {}

    /** Returns a priority above CUDA's if this backend replaces it, otherwise below that of the CPU backend, so that ND4J does not consider it. */
    @Override
    public int getPriority() {
        return stepsIn() ? BACKEND_PRIORITY_GPU + 1 : BACKEND_PRIORITY_CPU - 1;
    }

    @Override
    public boolean isAvailable() {
        boolean stepsIn = stepsIn();
        if (stepsIn) {
            LOG.warn(
                    "ND4J computes on the processor: {}",
                    CudaChoice.ofThisMachine().why());
        }
        return stepsIn;
    }

    private static boolean stepsIn() {
        CudaChoice choice = CudaChoice.ofThisMachine();
        return choice.built() && !choice.cuda();
    }
}
