package org.reformatted.experiments.spark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.jspecify.annotations.Nullable;
import org.reformatted.eval.run.EvalTasks;
import org.reformatted.eval.score.AnswerScorer;
import org.reformatted.realign.base.InputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Scores files of answers on a cluster. */
@Command(
        name = "score",
        mixinStandardHelpOptions = true,
        description = {
            "Scores files of answers on Apache Spark by every policy of a task, byte for byte as harness score does.",
            "Each file gets --out/NAME/score.json (what harness score TASK --json prints) and --out/NAME/samples (its"
                    + " --samples)."
        },
        footer = {
            "",
            "Example:",
            "  spark-submit --master spark://HOST:7077 job.jar score gsm8k --predictions a=hdfs:///a.jsonl"
                    + " b=hdfs:///b.jsonl --out hdfs:///scores"
        })
final class ScoreJob implements Callable<Integer> {
    private static final Pattern NAMED = Pattern.compile("([A-Za-z0-9._-]+)=(.+)");

    @Parameters(paramLabel = "TASK", description = "A benchmark's name, or a task's YAML file (docs/tasks.md).")
    private String task = "";

    @Option(
            names = "--predictions",
            required = true,
            arity = "1..*",
            paramLabel = "[NAME=]URI",
            description =
                    "The answers, as harness score reads them: a file, a folder or a pattern each. The name is that of"
                            + " the file, or of the folder of a predictions.jsonl, when left out.")
    private List<String> predictions = new ArrayList<>();

    @Option(
            names = "--data",
            paramLabel = "PATH",
            description = "The task's own file on the driver's machine, for references of rows that hold none.")
    private @Nullable Path data;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "URI",
            description = "Folder for the results, on a file system that all executors see.")
    private String out = "";

    @Option(names = "--join", description = "Also join each file's verdicts into samples.jsonl.")
    private boolean join;

    @Option(names = "--take-over", description = "Go on with a folder whose earlier owner has ended without a word.")
    private boolean takeOver;

    @Override
    public Integer call() {
        boolean isFile = task.endsWith(".yaml") || task.endsWith(".yml");
        if (!isFile && !EvalTasks.NAMES.contains(task)) {
            throw new InputException("TASK (" + task + ") must be a YAML file or one of " + EvalTasks.NAMES);
        }
        AnswerScorer scorer = AnswerScorer.of(task, Optional.ofNullable(data).map(Path::toString), Path::of);
        ScoreRun.Wanted wanted = new ScoreRun.Wanted(task, isFile, named(predictions), join);
        SparkJobs.locked("score " + task, new SparkConf(), out, takeOver, (context, folder) -> {
                    new ScoreRun(context, folder, out, scorer).run(wanted);
                    return wanted.files().keySet();
                })
                .forEach(name -> System.out.println(new JobFolder(out).path(name + "/" + ScoreRun.SCORE)));
        return 0;
    }

    /** The addresses by their names. */
    static Map<String, String> named(List<String> predictions) {
        Map<String, String> named = new LinkedHashMap<>();
        for (String given : predictions) {
            var match = NAMED.matcher(given);
            boolean hasName = match.matches();
            String place = hasName ? match.group(2) : given;
            String name = hasName ? match.group(1) : name(place);
            String address = InputPieces.hasScheme(place) || !Files.exists(Path.of(place))
                    ? place
                    : InputPieces.address(Path.of(place));
            if (named.putIfAbsent(name, address) != null) {
                throw new InputException("--predictions (" + given + ") has the name " + name
                        + " of another one; give each a name of its own, such as first=" + place);
            }
        }
        return named;
    }

    private static String name(String place) {
        List<String> path = List.of(place.replaceAll("/+$", "").split("/"));
        String file = path.get(path.size() - 1)
                .replaceAll("[^A-Za-z0-9._-]+", "_")
                .replaceFirst("\\.(jsonl?|csv|tsv|parquet)(\\.gz|\\.zst)?$", "");
        return file.equals("predictions") && path.size() > 1 ? path.get(path.size() - 2) : file;
    }
}
