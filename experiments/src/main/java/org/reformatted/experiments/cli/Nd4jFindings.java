package org.reformatted.experiments.cli;

import org.nd4j.linalg.factory.Nd4jBackend;
import org.reformatted.realign.classify.CudaChoice;

/** The line of doctor about ND4J. It is a separate class, because a bundle may lack the classes of ND4J. */
final class Nd4jFindings {
    private Nd4jFindings() {}

    static String ofThisMachine() {
        try {
            return Nd4jBackend.load().getClass().getSimpleName() + ": "
                    + CudaChoice.ofThisMachine().why();
        } catch (Nd4jBackend.NoAvailableBackendException e) {
            return "no backend that runs here";
        }
    }
}
