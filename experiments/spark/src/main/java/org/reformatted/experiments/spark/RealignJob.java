package org.reformatted.experiments.spark;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.SparkConf;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.TextFiles;
import org.reformatted.realign.llm.EndpointConfig;
import org.reformatted.realign.pipeline.EvidenceConfig;
import org.reformatted.realign.pipeline.RealignConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Realigns a data set on a cluster. */
@Command(
        name = "realign",
        mixinStandardHelpOptions = true,
        description = "Realigns a data set on Apache Spark; the results are byte for byte those of one machine.",
        footer = {
            "",
            "Example:",
            "  spark-submit --master spark://HOST:7077 job.jar realign realign.yaml --input hdfs:///rows.jsonl --out"
                    + " hdfs:///realigned"
        })
final class RealignJob implements Callable<Integer> {
    @Parameters(paramLabel = "CONFIG", description = "A config with the keys below realign: of an experiment.")
    private Path config = Path.of("");

    @Option(names = "--input", paramLabel = "URI", description = "The rows, instead of the config's input.path.")
    private @Nullable String input;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder on the driver's machine for the files that the config names.")
    private @Nullable Path data;

    @Option(
            names = "--parts",
            paramLabel = "N",
            description = "Number of parts into which the rows are split (default: four per core).")
    private int parts;

    @Option(names = "--to", paramLabel = "FORMAT", description = "jsonl or parquet (default: ${DEFAULT-VALUE}).")
    private String to = "jsonl";

    @Option(
            names = "--join",
            description = "Also join the files of each result into one file, as written by a single machine.")
    private boolean join;

    @Mixin
    private JobOutput output = new JobOutput();

    @Override
    public Integer call() {
        if (!List.of("jsonl", "parquet").contains(to)) {
            throw new InputException("--to (" + to + ") must be jsonl or parquet");
        }
        PartTask.Text text = new PartTask.Text(config.getFileName().toString(), TextFiles.readString(config));
        RealignConfig realign = text.read();
        requireFit(realign);
        SparkConf spark = new SparkConf();
        LimitsPlugin.install(spark, realign.models().values(), searching(realign));
        JobRun.Wanted wanted = new JobRun.Wanted(address(realign), parts, to.equals("parquet"), join);
        String rows = output.locked(
                "realign " + text.name(),
                spark,
                (context, folder) -> new JobRun(context, folder, text, realign, this::local).run(wanted));
        System.out.println(rows);
        return 0;
    }

    private static void requireFit(RealignConfig realign) {
        realign.models().forEach((use, model) -> {
            if (!(model instanceof EndpointConfig) || model.inBatches()) {
                throw new InputException(use + " (" + model.shownName() + ") is "
                        + (model.inBatches() ? "called through a batch API" : "not an endpoint")
                        + "; on Spark a model must be at an endpoint and is called request by request");
            }
        });
    }

    /** The variables of a web search; a missing one causes an exception before the job starts. */
    private List<String> searching(RealignConfig realign) {
        if (realign.evidence().orElse(null) instanceof EvidenceConfig.Web web) {
            web.check(this::local, System.getenv());
            return List.of(web.baseUrlVariable(), web.keyVariable());
        }
        return List.of();
    }

    private String address(RealignConfig realign) {
        String named = input == null ? realign.input().path() : input;
        return InputPieces.hasScheme(named) ? named : InputPieces.address(local(named));
    }

    private Path local(String name) {
        return SentFiles.local(config, data, name);
    }
}
