package org.reformatted.experiments.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import org.reformatted.experiments.graph.ExperimentGraph;
import org.reformatted.experiments.runs.RunState;
import org.reformatted.experiments.workflow.ArtifactStore;
import org.reformatted.experiments.workflow.Capacity;
import org.reformatted.experiments.workflow.Environment;
import org.reformatted.experiments.workflow.Fingerprints;
import org.reformatted.experiments.workflow.LocalStepWork;
import org.reformatted.experiments.workflow.Plan;
import org.reformatted.experiments.workflow.StepRunner;
import org.reformatted.finetune.kernel.Torch;
import org.reformatted.realign.base.FolderLock;
import org.reformatted.realign.base.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs an experiment up to its report; finished steps are not run again. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Runs an experiment up to its report. Run again, it continues where it stopped, or reports that"
                + " nothing is left to do.",
        footer = {
            "",
            "Examples:",
            "  scripts/harness run experiments/configs/quickstart.yaml",
            "  scripts/harness run CONFIG --devices gpu0,gpu1 --jobs 3",
            "  scripts/harness run CONFIG --runs /shared/runs --devices gpu,gpu,gpu,gpu --launcher \"srun --gres=gpu:1"
                    + " -n1\""
        })
final class RunCommand implements Callable<Integer> {
    @Mixin
    ExperimentOptions experiment = new ExperimentOptions();

    @Override
    public Integer call() throws Exception {
        ExperimentGraph graph = experiment.graph();
        ArtifactStore store = experiment.store();
        Fingerprints fingerprints = experiment.fingerprints();
        Plan before = experiment.plan(graph, store, fingerprints);
        if (isDone(before)) {
            // no lock, so that this also works for a finished run in a read-only folder
            System.err.println("nothing to do: all " + before.steps().size() + " steps are already done");
            before.steps().forEach(step -> step.reasons().forEach(System.err::println));
            String report = graph.report().name();
            graph.print(Map.of(report, store.folder(report, fingerprints.of(graph.report()))), store, System.out);
            return 0;
        }
        Capacity capacity = experiment.capacity();
        if (!Files.exists(store.root())) {
            experiment.requireUsable(); // only before the very first step; later runs have checked the inputs already
            experiment.requireSpace(before, store, fingerprints, capacity);
        } else if (capacity.usesSeparateProcesses()) {
            experiment.requireSpace(
                    before, store, fingerprints, capacity); // an earlier run may have used other devices
        }
        try (FolderLock lock = store.lock();
                StopNotice notice = StopNotice.show("finished steps are kept in " + store.root()
                        + ", and unfinished steps up to their last saved state; run the same command again to"
                        + " continue")) {
            Plan plan = experiment.plan(graph, store, fingerprints);
            RunState.plan(
                    store.root(),
                    plan.steps().stream()
                            .map(step -> ArtifactStore.name(step.step().name(), step.fingerprint()))
                            .toList());
            Map<String, Path> artifacts =
                    runner(store, fingerprints, capacity).run(plan, progress(capacity), System.err::println);
            graph.print(artifacts, store, System.out);
        }
        return 0;
    }

    private static boolean isDone(Plan plan) {
        return plan.steps().stream().allMatch(step -> step.state() == Plan.State.CACHED);
    }

    /** Progress bars for one step at a time, otherwise lines: several bars would overwrite each other. */
    private static Progress progress(Capacity capacity) {
        return capacity.jobs() == 1 ? TerminalProgress.onStandardError() : TerminalProgress.lines();
    }

    private StepRunner runner(ArtifactStore store, Fingerprints fingerprints, Capacity capacity) {
        Environment here = Environment.ofThisMachine(Harness.checkout(), Torch.versions());
        return new StepRunner(
                store,
                capacity,
                new LocalStepWork(store, fingerprints, here, Clock.systemUTC()),
                new StepProcess(experiment.jobs.launcher(), experiment.arguments(), store));
    }
}
