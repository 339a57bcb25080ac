package org.reformatted.experiments.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.reformatted.experiments.graph.Forecast;
import org.reformatted.experiments.graph.Forecasts;
import org.reformatted.experiments.workflow.ArtifactStore;
import org.reformatted.experiments.workflow.Fingerprints;
import org.reformatted.experiments.workflow.Plan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows what a run would do, which field or file made a step stale, and the resources that each step needs. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description = "Shows what a run would do: whether each step is cached, new, unfinished, or stale and because of"
                + " which field; the calls, tokens, cost, device memory, time and disk space of each step,"
                + " and the totals. Times are estimated from the records of runs on this machine.",
        footer = {
            "",
            "No weights are read: for a model that is not on this machine, a folder with config.json and the"
                    + " tokenizer is enough.",
            "",
            "Example:",
            "  scripts/harness plan experiments/configs/quickstart.yaml"
        })
final class PlanCommand implements Callable<Integer> {
    @Mixin
    ExperimentOptions experiment = new ExperimentOptions();

    @Override
    public Integer call() {
        ArtifactStore store = experiment.store();
        Fingerprints fingerprints = experiment.fingerprints();
        Plan plan = experiment.plan(experiment.graph(), store, fingerprints);
        Forecasts forecasts = experiment.forecasts(store, fingerprints);
        List<Forecast> all = new ArrayList<>();
        for (Plan.PlannedStep step : plan.steps()) {
            String state = step.state().name().toLowerCase(Locale.ROOT);
            System.out.printf(
                    "%-10s %s-%s%n",
                    state, step.step().name(), step.fingerprint().substring(0, 8));
            step.reasons().forEach(reason -> System.out.println("             " + reason));
            Forecast forecast = forecasts.of(step);
            all.add(forecast);
            forecast.lines().forEach(line -> System.out.println("             " + line));
        }
        Forecast.total(all, experiment.capacity().jobs()).forEach(System.out::println);
        Forecasts.shortages(all, experiment.capacity()).forEach(System.out::println);
        return 0;
    }
}
