package org.reformatted.experiments.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeMap;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

/** A command on an executor ends as it would end here. */
class ExecJobTest {
    private static ExecTask.Ended run(String script) {
        TreeMap<String, String> variables = new TreeMap<>();
        variables.put("GIVEN", "a word");
        variables.put("PATH", "/not/a/folder"); // the executor has its own
        ExecTask task = new ExecTask(List.of("sh", "-c", script), "/tmp", variables);
        SparkConf spark =
                new SparkConf().setMaster("local[1]").setAppName("test").set("spark.ui.enabled", "false");
        try (JavaSparkContext context = new JavaSparkContext(spark)) {
            return context.parallelize(List.of(task), 1).map(ExecTask::run).first();
        }
    }

    @Test
    void outputErrorsCodeFolderAndVariablesAreThoseOfTheCommand() {
        assertThat(run("pwd; echo \"$GIVEN\" >&2; exit 3")).isEqualTo(new ExecTask.Ended(3, "/tmp\n", "a word\n"));
    }

    /** A step's process ends when its standard input does; here it is open as long as the command runs. */
    @Test
    void standardInputStaysOpen() {
        assertThat(run("exec 3<&0; (read -r line <&3; echo closed) & sleep 0.5; kill $! && echo open")
                        .output())
                .isEqualTo("open\n");
    }

    @Test
    void whatFollowsTheCommandIsItsOwn() {
        assertThat(SparkJobs.commandLine()
                        .parseArgs("exec", "java", "-cp", "x", "--help", "exec")
                        .subcommand()
                        .matchedPositional(0)
                        .<List<String>>getValue())
                .containsExactly("java", "-cp", "x", "--help", "exec");
    }
}
