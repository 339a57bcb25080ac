package org.reformatted.experiments.workflow;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.reformatted.experiments.workflow.Plan.PlannedStep;
import org.reformatted.realign.base.Progress;

/** Runs one step to its published artifact. */
@FunctionalInterface
public interface StepWork {
    /**
     * Runs a step whose dependencies are done.
     *
     * @param planned the step
     * @param artifacts the finished folders of its dependencies, by step name
     * @param device the device on which it computes; absent if it does not compute
     * @param progress receives its progress
     * @return the folder of its artifact
     */
    Path run(PlannedStep planned, Map<String, Path> artifacts, Optional<String> device, Progress progress);
}
