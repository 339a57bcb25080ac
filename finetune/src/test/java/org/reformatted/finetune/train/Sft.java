package org.reformatted.finetune.train;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.reformatted.finetune.Golden;
import org.reformatted.finetune.Shared;
import org.reformatted.finetune.batch.BatchShape;
import org.reformatted.finetune.batch.TokenizedExample;
import org.reformatted.finetune.model.LlamaModel;
import org.reformatted.finetune.train.config.SftConfig;
import org.reformatted.finetune.train.config.SftInputs;
import org.reformatted.finetune.train.config.TrainingSource;
import org.reformatted.finetune.train.memory.TrainingSize;
import org.reformatted.finetune.train.metrics.MetricsFile;
import org.reformatted.finetune.train.metrics.ModelFlops;
import org.reformatted.finetune.train.metrics.StepMeter;
import org.reformatted.finetune.train.metrics.StepMetrics;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.config.ConfigBinder;

/** Runs of the golden settings, varied line by line. */
public final class Sft {
    private static final String GOLDEN = """
        model: stories260K
        template: plain
        method: full
        precision: float32
        seed: 42
        length: {steps: 20}
        batch: {examples: 4, accumulate: 1}
        shuffle: false
        optimizer: {learningRate: 2.0e-3, betas: [0.9, 0.95], epsilon: 1.0e-5, weightDecay: 0.1, clipNorm: 1.0, states: float32}
        schedule: {name: cosine, warmupSteps: 2, finalFraction: 0.1}
        checkpoint: {every: 500, keep: 2}
        activationCheckpointing: false
        """;

    /** One thread: models of this size gain nothing from two, and tests run beside others. */
    public static final SftRuntime RUNTIME = new SftRuntime(Device.cpu(), 1);

    private Sft() {}

    /** The golden config with some of its lines replaced, or added when their key is new. */
    public static SftConfig config(String... lines) {
        String yaml = GOLDEN;
        for (String line : lines) {
            String key = line.substring(0, line.indexOf(':') + 1);
            String replaced = yaml.replaceAll("(?m)^" + key + ".*$", line.replace("$", "\\$"));
            yaml = replaced.equals(yaml) && !yaml.contains(line) ? yaml + line + "\n" : replaced;
        }
        return ConfigBinder.bind("test.yaml", yaml, SftConfig.class).value();
    }

    public static List<TokenizedExample> goldenRows() {
        List<TokenizedExample> rows = new ArrayList<>();
        for (JsonNode row : Golden.at("/rows")) {
            int[] ids = Golden.ints(row.get("input_ids"));
            float[] weights = new float[ids.length];
            for (int i = 0; i < ids.length; i++) {
                weights[i] = row.get("loss_mask").get(i).asInt();
            }
            rows.add(new TokenizedExample("row" + rows.size(), ids, weights));
        }
        return rows;
    }

    public static SftInputs inputs(List<TokenizedExample> examples) {
        return new SftInputs(
                Optional.of(Shared.stories260K()), new TrainingSource.Tokenized(examples), Optional.empty());
    }

    /** A meter for trainings that are no whole run. */
    public static StepMeter meter(LlamaModel model) {
        TrainingSize size = new TrainingSize(
                model.config(),
                model.type(),
                model.type(),
                Optional.empty(),
                0,
                model.config().layers(),
                new BatchShape(1, 1, false),
                1,
                false);
        return new StepMeter(ModelFlops.of(size), Device.cpu(), 1e9);
    }

    public static List<StepMetrics> run(SftConfig config, Path out) {
        return run(config, inputs(goldenRows()), out);
    }

    public static List<StepMetrics> run(SftConfig config, SftInputs inputs, Path out) {
        SftRun.run(config, inputs, RUNTIME, out, Progress.SILENT);
        return metrics(out);
    }

    public static List<StepMetrics> metrics(Path out) {
        try (MetricsFile file = MetricsFile.from(out.resolve("metrics.jsonl"), Long.MAX_VALUE)) {
            return file.lines();
        }
    }

    public static List<Double> losses(List<StepMetrics> steps) {
        return steps.stream().map(StepMetrics::loss).toList();
    }
}
