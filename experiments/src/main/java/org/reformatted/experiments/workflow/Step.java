package org.reformatted.experiments.workflow;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A piece of work whose result depends on nothing but its config, its input files, the steps before it and its recipe. Device,
 * parallelism, paths and keys are no part of any of these.
 */
public interface Step {
    /**
     * Names the step within its experiment, such as {@code finetune-original-seed1}; also the start of its folder's name.
     *
     * @return lower-case letters, digits, dots and hyphens
     */
    String name();

    /**
     * The version of the code's meaning: raised whenever the same config and inputs would give another result.
     *
     * @return the version
     */
    int recipe();

    /**
     * What was asked for, without paths: what a path leads to is among the inputs.
     *
     * @return a config record, or maps, lists and scalars
     */
    Object config();

    /**
     * Files and folders from outside the experiment, by the part they play, such as {@code model}. Their bytes count, not their place.
     *
     * @return part to place
     */
    Map<String, Path> inputs();

    /**
     * The steps whose artifacts this one reads.
     *
     * @return the steps
     */
    List<Step> dependencies();

    /**
     * Looks for what the work needs of the environment, such as a key, and says in a sentence what is missing. Asked before the first step of a
     * run begins, so that no hours of training end at a judge that cannot be asked.
     */
    default void requireReady() {}

    /**
     * What it takes while it runs, which decides what can run beside it.
     *
     * @return its needs
     */
    default StepResources needs() {
        return StepResources.NOTHING;
    }

    /**
     * Names of files in an artifact that a new run of the same fingerprint uses again, such as paid answers, when another file is damaged.
     *
     * @return file names
     */
    default Set<String> reusable() {
        return Set.of();
    }

    /**
     * Does the work. The folder may hold what an earlier, interrupted run of the same fingerprint left: the step goes on from there or
     * starts over, and either way ends with the same result.
     *
     * @param context where to write, what to read
     * @return what the record holds of the result: a few numbers, JSON-able
     */
    Map<String, ?> run(StepContext context);
}
