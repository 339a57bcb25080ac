package org.reformatted.experiments.cli;

import java.util.concurrent.Callable;
import org.reformatted.experiments.runs.RunCleaning;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deletes artifacts that no report refers to. */
@Command(
        name = "clean",
        mixinStandardHelpOptions = true,
        description = {
            "Lists the artifacts and interrupted work of an experiment that none of its reports refers to, with their"
                    + " size; deletes them with --yes. If an experiment has no report, nothing is deleted.",
            "Stored answers of models (answers.sqlite) are never deleted."
        },
        footer = {"", "Example:", "  scripts/harness clean quickstart --yes"})
final class CleanCommand implements Callable<Integer> {
    @Mixin
    RunOptions runs = new RunOptions();

    @Parameters(paramLabel = "RUN", description = "An experiment's name or folder.")
    String run = "";

    @Option(names = "--old-reports", description = "Also earlier reports, with the artifacts that only they refer to.")
    boolean old;

    @Option(names = "--yes", description = "Delete them; without this option nothing is changed.")
    boolean yes;

    @Override
    public Integer call() {
        RunCleaning cleaning = RunCleaning.of(runs.find(run), old);
        cleaning.lines().forEach(System.out::println);
        if (yes) {
            cleaning.delete();
            System.out.println("deleted");
        } else if (!cleaning.folders().isEmpty()) {
            System.out.println("nothing was deleted; --yes deletes them");
        }
        return 0;
    }
}
