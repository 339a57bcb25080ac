package org.reformatted.experiments.report;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.reformatted.experiments.workflow.ArtifactRecord;

/**
 * An arm, trained with one seed or from outside the experiment, and how it did.
 *
 * @param arm the arm's name
 * @param training how it was trained; absent of an arm from outside
 * @param origin why a comparison may not be proven fair, as half a sentence: of an arm from outside, or with rows of its own
 * @param weights of an arm from outside, the hash of its checkpoint's folder, where it has one
 * @param evaluations by task name
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
     * @param training how it was trained
     * @param evaluations by task name
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
