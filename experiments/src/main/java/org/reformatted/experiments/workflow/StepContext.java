package org.reformatted.experiments.workflow;

import java.nio.file.Path;
import java.util.Map;
import org.reformatted.realign.base.Progress;

/**
 * The folders and files for a running step.
 *
 * @param out its folder, which exists; it becomes the artifact when the step returns
 * @param artifacts the finished folders of its dependencies, by step name
 * @param answers the file that stores the answers of language models for all steps, by model and request
 * @param progress receives its progress
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
