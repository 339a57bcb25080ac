package org.reformatted.experiments.spark;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.SparkConf;
import org.jspecify.annotations.Nullable;
import org.reformatted.eval.judge.JudgeConfig;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.TextFiles;
import org.reformatted.realign.llm.ModelConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Judges files of answers with a judge at an endpoint, on a cluster. */
@Command(
        name = "judge",
        mixinStandardHelpOptions = true,
        description = {
            "Judges files of answers with a judge at an endpoint, on Apache Spark; the results are byte for byte"
                    + " those of one machine.",
            "For each file it writes --out/NAME/judged.json and judgments.jsonl, the files of a judge step of harness"
                    + " run."
        },
        footer = {
            "",
            "Example:",
            "  spark-submit --master spark://HOST:7077 job.jar judge judge.yaml --predictions a=hdfs:///a.jsonl --out"
                    + " hdfs:///judged"
        })
final class JudgeJob implements Callable<Integer> {
    @Parameters(
            paramLabel = "CONFIG",
            description = "A config with the keys below judge: of an evaluation, including protocol.")
    private Path config = Path.of("");

    @Mixin
    private AnswerFiles predictions = new AnswerFiles();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder on the driver's machine for the files that the config names.")
    private @Nullable Path data;

    @Option(
            names = "--parts",
            paramLabel = "N",
            description = "Number of parts into which the answers are split (default: four per core).")
    private int parts;

    @Mixin
    private JobOutput output = new JobOutput();

    @Override
    public Integer call() {
        PartTask.Text text = new PartTask.Text(config.getFileName().toString(), TextFiles.readString(config));
        JudgeConfig judge = JudgeTask.read(text);
        if (judge.protocol().isEmpty()) {
            throw new InputException(
                    text.name() + ": protocol is missing; name the protocol of judging, such as alpaca-eval");
        }
        if (judge.model().kind() != ModelConfig.Kind.ENDPOINT) {
            throw new InputException(text.name() + ": model (" + judge.model().shownName()
                    + ") is not an endpoint; on Spark a judge must be at an endpoint, see harness judge for others");
        }
        SparkConf spark = new SparkConf();
        LimitsPlugin.install(spark, List.of(judge.model()), List.of());
        output.locked(
                        "judge " + text.name(),
                        spark,
                        (context, folder) -> new JudgeSteps(
                                        context, folder, text, name -> SentFiles.local(config, data, name))
                                .run(predictions.named(), parts))
                .forEach(System.out::println);
        return 0;
    }
}
