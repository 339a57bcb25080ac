package org.reformatted.experiments.spark;

import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program for {@code spark-submit}: a command is a job. */
@Command(
        name = "spark-submit ... job.jar",
        mixinStandardHelpOptions = true,
        description = "Does on Apache Spark what the commands of the same name do on one machine, byte for byte.",
        subcommands = {RealignJob.class, ScoreJob.class, JudgeJob.class, ExecJob.class},
        synopsisSubcommandLabel = "COMMAND")
public final class SparkJobs {
    /** Made by {@link #main}. */
    public SparkJobs() {}

    /**
     * Runs a job.
     *
     * @param arguments as {@code --help} says
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
                .setStopAtPositional(true); // what follows the command is its own
        return line.setExecutionExceptionHandler((e, command, parsed) -> {
            command.getErr().println(command.getCommandName() + ": " + Failures.sentence(e));
            return 1;
        });
    }
}
