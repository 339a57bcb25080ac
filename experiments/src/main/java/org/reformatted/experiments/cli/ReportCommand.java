package org.reformatted.experiments.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.reformatted.experiments.step.ArtifactStore;
import org.reformatted.experiments.step.Plan;
import org.reformatted.experiments.step.StepContext;
import org.reformatted.experiments.steps.ExperimentGraph;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes the report anew from finished artifacts. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = "Writes the report of a finished experiment anew; runs nothing else.",
        footer = {"", "Example:", "  scripts/harness report experiments/configs/quickstart.yaml --out report"})
final class ReportCommand implements Callable<Integer> {
    @Mixin
    ExperimentOptions experiment = new ExperimentOptions();

    @Option(names = "--out", paramLabel = "DIR", description = "Folder for the report (default: ${DEFAULT-VALUE}).")
    Path out = Path.of("report");

    @Override
    public Integer call() {
        ExperimentGraph graph = experiment.graph();
        ArtifactStore store = experiment.store();
        Plan plan = experiment.plan(graph, store, experiment.fingerprints());
        Map<String, Path> artifacts = new LinkedHashMap<>();
        List<String> missing = plan.steps().stream()
                .filter(step -> step.step() != graph.report() && step.state() != Plan.State.CACHED)
                .map(step -> step.step().name()
                        + (step.state() == Plan.State.DAMAGED ? " (" + String.join("; ", step.reasons()) + ")" : ""))
                .toList();
        if (!missing.isEmpty()) {
            throw new InputException(store.root() + ": no whole artifact of " + String.join(", ", missing)
                    + "; run the experiment first: scripts/harness run " + experiment.config);
        }
        plan.steps()
                .forEach(step -> artifacts.put(
                        step.step().name(), store.folder(step.step().name(), step.fingerprint())));
        graph.report().run(new StepContext(out, artifacts, store.answers(), Progress.SILENT));
        System.out.println(out.resolve("report.html"));
        return 0;
    }
}
