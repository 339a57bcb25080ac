package org.reformatted.experiments.cli;

import java.util.concurrent.Callable;
import org.reformatted.experiments.runs.RunDiff;
import org.reformatted.realign.base.SafeText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Prints the differences between two experiments. */
@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        description =
                "Prints the differences between two experiments, step by step: config, data, code and results, from the"
                        + " records of their newest reports. To compare the answers of two evaluations row by row, use"
                        + " compare A B.",
        footer = {"", "Example:", "  scripts/harness diff quickstart runs-of-last-week/quickstart"})
final class DiffCommand implements Callable<Integer> {
    @Mixin
    RunOptions runs = new RunOptions();

    @Parameters(index = "0", paramLabel = "A", description = "An experiment's name or folder.")
    String first = "";

    @Parameters(index = "1", paramLabel = "B", description = "The name or folder of the other experiment.")
    String second = "";

    @Override
    public Integer call() {
        RunDiff.lines(runs.find(first), runs.find(second)).forEach(line -> System.out.println(SafeText.terminal(line)));
        return 0;
    }
}
