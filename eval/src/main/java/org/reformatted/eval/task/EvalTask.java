package org.reformatted.eval.task;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.reformatted.eval.answer.AnswerPolicy;
import org.reformatted.realign.llm.SamplingSettings;

/** A benchmark: its samples, and how outputs are scored. */
public interface EvalTask {
    /**
     * Returns the task's name in configs and results.
     *
     * @return the name, such as {@code gsm8k}
     */
    String name();

    /**
     * Returns the version, which is incremented when scores of existing outputs change.
     *
     * @return the version
     */
    int version();

    /**
     * Streams the samples, in the order of the file.
     *
     * @return a lazy stream of samples, which the caller closes
     * @throws org.reformatted.realign.base.InputException naming file and line of a row that can't be used
     */
    Stream<Sample> samples();

    /**
     * Returns the policies that score outputs without a judge; none when only a judge can score them.
     *
     * @return the policies, in the order in which reports show them
     */
    List<AnswerPolicy> policies();

    /**
     * Returns the policy whose score represents the task.
     *
     * @return its name
     */
    String defaultPolicy();

    /**
     * Returns whether the choices of each sample are scored by their likelihood; else the model generates answers.
     *
     * @return true for tasks that need no generated text
     */
    default boolean weighsChoices() {
        return false;
    }

    /**
     * Returns the sampling settings of a sample's answer, for benchmarks whose settings differ by category.
     *
     * @param sample the sample
     * @param configured the settings in the config
     * @return the settings
     */
    default SamplingSettings sampling(Sample sample, SamplingSettings configured) {
        return configured;
    }

    /**
     * Returns the name of the sample category, for benchmarks whose scores are also reported by category.
     *
     * @return the name, such as {@code subject}; empty when categories are only labels
     */
    default Optional<String> groupedBy() {
        return Optional.empty();
    }
}
