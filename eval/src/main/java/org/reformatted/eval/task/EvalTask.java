package org.reformatted.eval.task;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.reformatted.eval.answer.AnswerPolicy;
import org.reformatted.realign.llm.SamplingSettings;

/** A benchmark: its samples, and how outputs are scored. */
public interface EvalTask {
    /**
     * Its name in configs and results.
     *
     * @return such as {@code gsm8k}
     */
    String name();

    /**
     * Increment when scores of existing outputs change.
     *
     * @return the version
     */
    int version();

    /**
     * Streams the samples, in the order of the file.
     *
     * @return the samples, lazily; close the stream
     * @throws org.reformatted.realign.base.InputException naming file and line of a row that can't be used
     */
    Stream<Sample> samples();

    /**
     * How outputs are scored without a judge; none when only a judge can.
     *
     * @return the policies, in the order reports show them
     */
    List<AnswerPolicy> policies();

    /**
     * The policy whose score stands for the task.
     *
     * @return its name
     */
    String defaultPolicy();

    /**
     * Whether the choices of each sample are weighed by their likelihood; else answers are written.
     *
     * @return true for tasks that need no writing
     */
    default boolean weighsChoices() {
        return false;
    }

    /**
     * How a sample's answer is drawn, for benchmarks whose settings differ by category.
     *
     * @param sample the sample
     * @param configured what the config says
     * @return the settings
     */
    default SamplingSettings sampling(Sample sample, SamplingSettings configured) {
        return configured;
    }

    /**
     * What the category of samples is, for benchmarks whose scores are also reported by category.
     *
     * @return such as {@code subject}; nothing when categories are no more than labels
     */
    default Optional<String> groupedBy() {
        return Optional.empty();
    }
}
