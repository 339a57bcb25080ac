package org.reformatted.experiments.report;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.reformatted.experiments.workflow.ArtifactRecord;

/**
 * An arm, trained with one seed or external, and its evaluations.
 *
 * @param arm the arm's name
 * @param training its training; absent for an external arm
 * @param origin the reason why a comparison may not be proven fair, as half a sentence, for an external arm or an arm with separate rows
 * @param weights the hash of the checkpoint's folder of an external arm, if it has one
 * @param evaluations the evaluations by task name
 */
public record TrainedArm(
        String arm,
        Optional<Training> training,
        Optional<String> origin,
        Optional<String> weights,
        Map<String, Evaluation> evaluations) {
    /** In a finetune artifact's result: the program that trained it, with its versions, when it was not this one. */
    public static final String TRAINER = "trainer";

    /**
     * A training in this experiment.
     *
     * @param seed of order and initialisation
     * @param data the artifact with its training rows
     * @param folder the finetune artifact
     * @param record that artifact's record
     */
    public record Training(long seed, Path data, Path folder, ArtifactRecord record) {
        /**
         * What trained it.
         *
         * @return such as {@code trl 1.16.0 (...)}, or {@code this program}
         */
        public String trainer() {
            return trainer(record);
        }

        static String trainer(ArtifactRecord finetune) {
            return String.valueOf(finetune.result().getOrDefault(TRAINER, "this program"));
        }
    }

    /**
     * An arm trained on responses of the experiment's instruction set.
     *
     * @param arm the arm's name
     * @param training its training
     * @param evaluations the evaluations by task name
     */
    public TrainedArm(String arm, Training training, Map<String, Evaluation> evaluations) {
        this(arm, Optional.of(training), Optional.empty(), Optional.empty(), evaluations);
    }

    /** The seed, of a trained arm. */
    Optional<Long> seed() {
        return training.map(Training::seed);
    }

    /** The seed as tables show it; empty of an arm from outside. */
    String seedText() {
        return seed().map(String::valueOf).orElse("");
    }

    /** The seed behind a name in a sentence; empty of an arm from outside. */
    String seedSuffix() {
        return seed().map(seed -> ", seed " + seed).orElse("");
    }

    /** Whether the two are compared: trained with one seed, or one of them has none. */
    boolean pairsWith(TrainedArm other) {
        return seed().isEmpty() || other.seed().isEmpty() || seed().equals(other.seed());
    }
}
