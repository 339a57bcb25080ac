package org.reformatted.experiments.cli;

import java.util.concurrent.Callable;
import org.reformatted.experiments.runs.RunDiff;
import org.reformatted.realign.base.SafeText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Says what two experiments differ in. */
@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        description =
                "Says what two experiments differ in, step by step: config, data, code and results, from the records"
                        + " behind their newest reports. compare A B pairs the answers of two evaluations.",
        footer = {"", "Example:", "  scripts/harness diff quickstart runs-of-last-week/quickstart"})
final class DiffCommand implements Callable<Integer> {
    @Mixin
    RunOptions runs = new RunOptions();

    @Parameters(index = "0", paramLabel = "A", description = "An experiment's name or folder.")
    String first = "";

    @Parameters(index = "1", paramLabel = "B", description = "The other's.")
    String second = "";

    @Override
    public Integer call() {
        RunDiff.lines(runs.find(first), runs.find(second)).forEach(line -> System.out.println(SafeText.terminal(line)));
        return 0;
    }
}
