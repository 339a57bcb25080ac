package org.reformatted.experiments.spark;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.SparkConf;
import org.jspecify.annotations.Nullable;
import org.reformatted.eval.run.EvalTasks;
import org.reformatted.eval.score.AnswerScorer;
import org.reformatted.realign.base.InputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Scores files of answers on a cluster. */
@Command(
        name = "score",
        mixinStandardHelpOptions = true,
        description = {
            "Scores files of answers on Apache Spark with every policy of a task; the results are byte for byte those"
                    + " of harness score.",
            "For each file it writes --out/NAME/score.json (the output of harness score TASK --json) and"
                    + " --out/NAME/samples (the output of --samples)."
        },
        footer = {
            "",
            "Example:",
            "  spark-submit --master spark://HOST:7077 job.jar score gsm8k --predictions a=hdfs:///a.jsonl"
                    + " b=hdfs:///b.jsonl --out hdfs:///scores"
        })
final class ScoreJob implements Callable<Integer> {
    @Parameters(paramLabel = "TASK", description = "A benchmark's name, or a task's YAML file (docs/tasks.md).")
    private String task = "";

    @Mixin
    private AnswerFiles predictions = new AnswerFiles();

    @Option(
            names = "--data",
            paramLabel = "PATH",
            description = "The task's data file on the driver's machine, for the references of rows without one.")
    private @Nullable Path data;

    @Option(names = "--join", description = "Also join each file's verdicts into samples.jsonl.")
    private boolean join;

    @Mixin
    private JobOutput output = new JobOutput();

    @Override
    public Integer call() {
        boolean isFile = task.endsWith(".yaml") || task.endsWith(".yml");
        if (!isFile && !EvalTasks.NAMES.contains(task)) {
            throw new InputException("TASK (" + task + ") must be a YAML file or one of " + EvalTasks.NAMES);
        }
        AnswerScorer scorer = AnswerScorer.of(task, Optional.ofNullable(data).map(Path::toString), Path::of);
        ScoreRun.Wanted wanted = new ScoreRun.Wanted(task, isFile, predictions.named(), join);
        output.locked("score " + task, new SparkConf(), (context, folder) -> {
                    new ScoreRun(context, folder, scorer).run(wanted);
                    return wanted.files().keySet().stream()
                            .map(name -> folder.path(name + "/" + ScoreRun.SCORE))
                            .toList();
                })
                .forEach(System.out::println);
        return 0;
    }
}
