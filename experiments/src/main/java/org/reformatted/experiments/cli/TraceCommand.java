package org.reformatted.experiments.cli;

import java.util.concurrent.Callable;
import org.reformatted.experiments.report.Trace;
import org.reformatted.realign.base.SafeText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Prints the chain behind a number of a report. */
@Command(
        name = "trace",
        mixinStandardHelpOptions = true,
        description = {
            "Prints what stands behind a number of a report: a cell's samples, a sample's answers with their verdicts"
                    + " and nearest training rows, a training row's original, rewrite and verdict.",
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
