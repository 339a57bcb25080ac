package org.reformatted.experiments.cli;

import org.nd4j.linalg.factory.Nd4jBackend;
import org.reformatted.realign.classify.CudaChoice;

/** What doctor says of ND4J; on its own, because a bundle may lack the classes it names. */
final class Nd4jFindings {
    private Nd4jFindings() {}

    static String here() {
        try {
            return Nd4jBackend.load().getClass().getSimpleName() + ": "
                    + CudaChoice.here().why();
        } catch (Nd4jBackend.NoAvailableBackendException e) {
            return "no backend that runs here";
        }
    }
}
