package org.reformatted.experiments.spark;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Runs a command on a machine of a cluster as if it ran on this machine. {@code harness run --launcher} starts it for a step that computes. */
@Command(
        name = "exec",
        mixinStandardHelpOptions = true,
        description = {
            "Runs a command on an executor, in this working folder, and ends with its exit code. Its output is"
                    + " printed when it has ended.",
            "harness run --launcher \"spark-submit ... job.jar exec\" runs each step that computes in this way."
        },
        footer = {
            "",
            "Example:",
            "  scripts/harness run models-by-tasks.yaml --runs /shared/runs --devices cpu,cpu,cpu,cpu --launcher"
                    + " \"spark-submit --master spark://HOST:7077 --conf spark.cores.max=1 job.jar exec\""
        })
final class ExecJob implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "COMMAND", description = "The command and its arguments.")
    private List<String> command = new ArrayList<>();

    @Override
    public Integer call() {
        endWithInput();
        SparkConf spark = new SparkConf().setIfMissing("spark.app.name", "exec " + command.get(0));
        ExecTask task = new ExecTask(
                List.copyOf(command), System.getProperty("user.dir"), new TreeMap<>(Map.copyOf(System.getenv())));
        try (JavaSparkContext context = new JavaSparkContext(spark)) {
            ExecTask.Ended ended =
                    context.parallelize(List.of(task), 1).map(ExecTask::run).first();
            System.err.print(ended.errors());
            System.out.print(ended.output());
            System.out.flush();
            return ended.code();
        }
    }

    /** Ends this process when its parent has ended for any reason, so that two processes never work on one step. */
    private static void endWithInput() {
        Thread watch = new Thread(
                () -> {
                    try {
                        System.in.transferTo(OutputStream.nullOutputStream());
                    } catch (IOException e) {
                        System.err.println("exec: its standard input is lost: " + e.getMessage());
                    }
                    Runtime.getRuntime().halt(1);
                },
                "end with the input");
        watch.setDaemon(true);
        watch.start();
    }
}
