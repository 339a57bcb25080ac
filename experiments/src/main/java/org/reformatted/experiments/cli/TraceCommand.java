package org.reformatted.experiments.cli;

import java.util.concurrent.Callable;
import org.reformatted.experiments.report.Trace;
import org.reformatted.realign.base.SafeText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Prints the data from which a number of a report was computed. */
@Command(
        name = "trace",
        mixinStandardHelpOptions = true,
        description = {
            "Prints the data behind a number of a report: the samples of a cell; the answers to a sample with their"
                    + " verdicts and nearest training rows; the original, rewrite and verdict of a training row.",
            "WHAT is TASK/ID, row=ID, or the address of a cell's link, such as"
                    + " 'samples=gsm8k&arm=realigned&seed=1&verdict=wrong'."
        },
        footer = {"", "Example:", "  scripts/harness trace quickstart gsm8k/17"})
final class TraceCommand implements Callable<Integer> {
    @Mixin
    RunOptions runs = new RunOptions();

    @Parameters(index = "0", paramLabel = "RUN", description = "An experiment's name or folder.")
    String run = "";

    @Parameters(index = "1", paramLabel = "WHAT", description = "A sample, a training row or a cell.")
    String what = "";

    @Override
    public Integer call() {
        Trace.lines(runs.find(run).inputs(), what).forEach(line -> System.out.println(SafeText.terminal(line)));
        return 0;
    }
}
