package org.reformatted.experiments.cli;

import java.util.concurrent.Callable;
import org.reformatted.experiments.runs.RunListing;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists experiments. */
@Command(
        name = "runs",
        mixinStandardHelpOptions = true,
        description = "Lists the experiments below --runs: state, steps, size, date of the last step, commit.",
        footer = {"", "Example:", "  scripts/harness runs"})
final class RunsCommand implements Callable<Integer> {
    @Mixin
    RunOptions runs = new RunOptions();

    @Override
    public Integer call() {
        RunListing.lines(runs.folder()).forEach(System.out::println);
        return 0;
    }
}
