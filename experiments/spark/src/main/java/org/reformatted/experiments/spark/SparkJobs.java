package org.reformatted.experiments.spark;

import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program for {@code spark-submit}; each command is a job. */
@Command(
        name = "spark-submit ... job.jar",
        mixinStandardHelpOptions = true,
        description = "Runs harness commands of the same names on Apache Spark, with byte for byte the same results"
                + " as on one machine.",
        subcommands = {RealignJob.class, ScoreJob.class, JudgeJob.class, ExecJob.class},
        synopsisSubcommandLabel = "COMMAND")
public final class SparkJobs {
    /** Called by {@link #main}. */
    public SparkJobs() {}

    /**
     * Runs a job.
     *
     * @param arguments the arguments that {@code --help} describes
     */
    public static void main(String[] arguments) {
        int code = commandLine().execute(arguments);
        if (code != 0) {
            System.exit(code);
        }
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new SparkJobs());
        Objects.requireNonNull(line.getSubcommands().get("exec"), "declared above")
                .setStopAtPositional(true); // the arguments after the command belong to the command
        return line.setExecutionExceptionHandler((e, command, parsed) -> {
            command.getErr().println(command.getCommandName() + ": " + Failures.sentence(e));
            return 1;
        });
    }
}
