package org.reformatted.experiments.spark;

import java.util.Objects;
import java.util.function.BiFunction;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
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

    /**
     * Starts Spark and does the work while no other job works on the folder.
     *
     * @param name the job's name
     * @param spark the configuration that the job adds to
     * @param out the address of the job's folder
     * @param takeOver whether an earlier owner of the folder, which is known to have ended, is passed over
     * @param work what is done
     * @param <T> its result
     * @return the result
     */
    static <T> T locked(
            String name,
            SparkConf spark,
            String out,
            boolean takeOver,
            BiFunction<JavaSparkContext, JobFolder, T> work) {
        spark.setIfMissing("spark.app.name", name);
        spark.setIfMissing("spark.driver.maxResultSize", "4g");
        try (JavaSparkContext context = new JavaSparkContext(spark)) {
            JobFolder folder = new JobFolder(out); // its file system may be one that Spark's configuration names
            folder.lock(
                    "the application " + context.sc().applicationId() + " of "
                            + context.sc().sparkUser(),
                    takeOver);
            try {
                return work.apply(context, folder);
            } finally {
                folder.unlock();
            }
        }
    }
}
