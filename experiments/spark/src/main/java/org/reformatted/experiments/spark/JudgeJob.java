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

/** Has a judge at an endpoint judge files of answers on a cluster. */
@Command(
        name = "judge",
        mixinStandardHelpOptions = true,
        description = {
            "Has a judge at an endpoint judge files of answers on Apache Spark; the results are those of one machine,"
                    + " byte for byte.",
            "Each file gets --out/NAME/judged.json and judgments.jsonl, which a judge's step of harness run writes."
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
            description = "A config that holds what stands below judge: of an evaluation; with protocol.")
    private Path config = Path.of("");

    @Mixin
    private AnswerFiles predictions = new AnswerFiles();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder of the driver's machine for the files that the config names.")
    private @Nullable Path data;

    @Option(
            names = "--parts",
            paramLabel = "N",
            description = "How many parts the answers are judged in (default: four a core).")
    private int parts;

    @Mixin
    private JobOutput output = new JobOutput();

    @Override
    public Integer call() {
        PartTask.Text text = new PartTask.Text(config.getFileName().toString(), TextFiles.readString(config));
        JudgeConfig judge = JudgeTask.read(text);
        if (judge.protocol().isEmpty()) {
            throw new InputException(
                    text.name() + ": protocol is missing; name how the judge is asked, such as alpaca-eval");
        }
        if (judge.model().kind() != ModelConfig.Kind.ENDPOINT) {
            throw new InputException(text.name() + ": model (" + judge.model().shownName()
                    + ") is no endpoint; on Spark a judge is asked at an endpoint, see harness judge for others");
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
