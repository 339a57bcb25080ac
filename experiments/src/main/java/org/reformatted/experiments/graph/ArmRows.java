package org.reformatted.experiments.graph;

import java.util.Optional;
import org.reformatted.experiments.workflow.Step;
import org.reformatted.realign.pipeline.InputConfig;

/** A step whose artifact has the rows that an arm is trained on. */
sealed interface ArmRows extends Step permits ArmDataStep, OwnRowsStep {
    /** The file of the rows in the artifact. */
    String FILE = "conversations.jsonl";

    /** The arm's name. */
    String arm();

    /** The instruction set that the rows come from. */
    InputConfig input();

    /** The reason, as half a sentence, why the questions may differ from those of another arm; absent for responses of the block {@code realign}. */
    Optional<String> origin();
}
