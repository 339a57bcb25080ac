package org.reformatted.experiments.workflow;

import java.nio.file.Path;
import java.util.Map;
import org.reformatted.realign.base.Progress;

/**
 * What a step at work is given.
 *
 * @param out its folder, existing; becomes the artifact when the step returns
 * @param artifacts the finished folders of its dependencies, by step name
 * @param answers the file in which answers of language models are kept for all steps, by model and request
 * @param progress where it reports its progress
 */
public record StepContext(Path out, Map<String, Path> artifacts, Path answers, Progress progress) {
    /**
     * The finished folder of a dependency.
     *
     * @param step one of the step's dependencies
     * @return its folder
     */
    public Path artifact(Step step) {
        Path folder = artifacts.get(step.name());
        if (folder == null) {
            throw new IllegalArgumentException(step.name() + " is not among the dependencies " + artifacts.keySet());
        }
        return folder;
    }
}
