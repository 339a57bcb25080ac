package org.reformatted.experiments.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.reformatted.experiments.graph.ExperimentGraph;
import org.reformatted.experiments.report.ReportBundle;
import org.reformatted.experiments.report.ReportWriter;
import org.reformatted.experiments.runs.RunFolder;
import org.reformatted.experiments.workflow.ArtifactStore;
import org.reformatted.experiments.workflow.Plan;
import org.reformatted.experiments.workflow.StepContext;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes a report again from finished artifacts. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = {
            "Writes the report of a finished experiment again; runs nothing else.",
            "CONFIG may also be an experiment's name or folder: the report is then created only from the artifacts,"
                    + " without the config, its data and its models."
        },
        footer = {
            "",
            "Examples:",
            "  scripts/harness report experiments/configs/quickstart.yaml --out report",
            "  scripts/harness report quickstart --bundle quickstart-report.zip"
        })
final class ReportCommand implements Callable<Integer> {
    @Mixin
    ExperimentOptions experiment = new ExperimentOptions();

    @Option(names = "--out", paramLabel = "DIR", description = "Folder for the report (default: ${DEFAULT-VALUE}).")
    Path out = Path.of("report");

    @Option(
            names = "--bundle",
            paramLabel = "FILE",
            description = "Also write the report with its samples and tables as one ZIP archive.")
    @Nullable
    Path bundle;

    @Override
    public Integer call() {
        if (!Files.isRegularFile(experiment.config)
                && RunFolder.isRun(experiment.config.toString(), experiment.runsFolder())) {
            ReportWriter.write(
                    RunFolder.find(experiment.config.toString(), experiment.runsFolder())
                            .inputs(),
                    out);
        } else {
            fromConfig();
        }
        if (bundle != null) {
            ReportBundle.write(out, bundle);
            System.out.println(bundle);
        }
        System.out.println(out.resolve("report.html"));
        return 0;
    }

    private void fromConfig() {
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
            throw new InputException(store.root() + ": no complete artifact of " + String.join(", ", missing)
                    + "; run the experiment first: scripts/harness run " + experiment.config);
        }
        plan.steps()
                .forEach(step -> artifacts.put(
                        step.step().name(), store.folder(step.step().name(), step.fingerprint())));
        graph.report().run(new StepContext(out, artifacts, store.answers(), Progress.SILENT));
    }
}
