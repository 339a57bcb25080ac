package org.reformatted.experiments.workflow;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A piece of work whose result depends only on its config, its input files, its dependencies and its recipe. Device, parallelism, paths and keys are
 * not a part of any of these.
 */
public interface Step {
    /**
     * The name of the step within its experiment, such as {@code finetune-original-seed1}. It is also the first part of the folder's name.
     *
     * @return lower-case letters, digits, dots and hyphens
     */
    String name();

    /**
     * The version of the code: incremented when the same config and inputs would give another result.
     *
     * @return the version
     */
    int recipe();

    /**
     * The config without paths; the content of the files at these paths is in the inputs.
     *
     * @return a config record, or maps, lists and scalars
     */
    Object config();

    /**
     * Files and folders from outside the experiment, by their role, such as {@code model}. Only their bytes count, not their paths.
     *
     * @return role to path
     */
    Map<String, Path> inputs();

    /**
     * The steps whose artifacts this one reads.
     *
     * @return the steps
     */
    List<Step> dependencies();

    /**
     * Checks that the environment has everything that the step needs, such as a key, and throws an exception with one sentence if something is
     * missing. It is called before the first step of a run starts, so that a run does not fail after hours of training because a judge cannot be
     * called.
     */
    default void requireReady() {}

    /**
     * The resources that the step uses while it runs. They decide which other steps can run at the same time.
     *
     * @return its needs
     */
    default StepResources needs() {
        return StepResources.NOTHING;
    }

    /**
     * Names of files, such as paid answers, that a new run with the same fingerprint uses again when another file of the artifact is damaged.
     *
     * @return file names
     */
    default Set<String> reusable() {
        return Set.of();
    }

    /**
     * Runs the step. The folder may have files of an interrupted run with the same fingerprint. The step continues from them or starts again, and has
     * the same result in both cases.
     *
     * @param context the folder to write to, and the artifacts to read
     * @return the values about the result for the record: a few numbers that can be written as JSON
     */
    Map<String, ?> run(StepContext context);
}
