package org.reformatted.experiments.graph;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import org.reformatted.experiments.config.Compute;
import org.reformatted.experiments.config.ExperimentConfig;
import org.reformatted.experiments.config.Roots;
import org.reformatted.experiments.workflow.ArtifactStore;
import org.reformatted.experiments.workflow.Step;
import org.reformatted.realign.base.Json;

/**
 * The steps of an experiment: realign; for each trained arm its data, and for each seed a finetune step; for each arm and task an evaluation and, if
 * the config names a judge, its judgment; finally the report.
 */
public final class ExperimentGraph {
    private final ReportStep report;

    /**
     * Creates the steps.
     *
     * @param config the experiment
     * @param roots the folders of its data and models
     * @param compute the device of the steps that compute
     */
    public ExperimentGraph(ExperimentConfig config, Roots roots, Compute compute) {
        ArmSteps steps = new ArmSteps(config, roots, compute);
        report = new ReportStep(config, steps.realigned(), steps.arms());
    }

    /**
     * The last step, which needs all others.
     *
     * @return the report
     */
    public Step report() {
        return report;
    }

    /**
     * Prints the findings and the path of the report.
     *
     * @param artifacts the finished folders, by step name
     * @param store the store of the artifacts
     * @param out the stream to print to
     */
    public void print(Map<String, Path> artifacts, ArtifactStore store, PrintStream out) {
        Path folder = artifacts.get(report.name());
        if (folder == null) {
            throw new IllegalArgumentException("no report among " + artifacts.keySet());
        }
        ReportStep.Result result = Json.read(folder.resolve(ReportStep.RESULT), ReportStep.Result.class);
        result.lines().forEach(out::println);
        out.println("report: " + folder.resolve("report.html"));
    }
}
