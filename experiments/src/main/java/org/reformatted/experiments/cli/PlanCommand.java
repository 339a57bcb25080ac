package org.reformatted.experiments.cli;

import java.util.Locale;
import java.util.concurrent.Callable;
import org.reformatted.experiments.step.ArtifactStore;
import org.reformatted.experiments.step.Fingerprints;
import org.reformatted.experiments.step.Plan;
import org.reformatted.experiments.steps.ExperimentGraph;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Tells what a run would do, for each step that is stale, which field or file it was, and what judges would cost. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description =
                "Shows what a run would do: each step cached, new, unfinished, or stale and because of which field;"
                        + " and what each judge would cost.",
        footer = {"", "Example:", "  scripts/harness plan experiments/configs/quickstart.yaml"})
final class PlanCommand implements Callable<Integer> {
    @Mixin
    ExperimentOptions experiment = new ExperimentOptions();

    @Override
    public Integer call() {
        ArtifactStore store = experiment.store();
        Fingerprints fingerprints = experiment.fingerprints();
        Plan plan = experiment.plan(experiment.graph(), store, fingerprints);
        for (Plan.PlannedStep step : plan.steps()) {
            String state = step.state().name().toLowerCase(Locale.ROOT);
            System.out.printf(
                    "%-10s %s-%s%n",
                    state, step.step().name(), step.fingerprint().substring(0, 8));
            step.reasons().forEach(reason -> System.out.println("             " + reason));
            if (step.state() != Plan.State.CACHED) {
                ExperimentGraph.cost(step.step(), store, fingerprints)
                        .ifPresent(cost -> System.out.println("             " + cost));
            }
        }
        return 0;
    }
}
