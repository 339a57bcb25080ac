package org.reformatted.experiments.miniature;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.reformatted.finetune.batch.Batching;
import org.reformatted.finetune.batch.TokenizedExample;
import org.reformatted.finetune.train.SftRun;
import org.reformatted.finetune.train.SftRuntime;
import org.reformatted.finetune.train.SftSummary;
import org.reformatted.finetune.train.config.ModelSource;
import org.reformatted.finetune.train.config.SftConfig;
import org.reformatted.finetune.train.config.SftInputs;
import org.reformatted.finetune.train.config.TrainingSource;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.base.TextFiles;
import org.reformatted.realign.config.ConfigTree;
import org.reformatted.realign.config.Identity;
import org.reformatted.realign.text.Tokenizer;
import org.reformatted.realign.text.Tokenizers;

/** Creates the miniature's base model: a model with random weights is trained on the {@link PretrainingText} with the project's finetuning. */
public final class BasePretraining {
    private static final String PREVIOUS = "previous";

    private BasePretraining() {}

    /**
     * The stages of a pretraining.
     *
     * @param stages the stages in their order; from the second one they continue with {@code model: previous}
     */
    public record Course(List<Stage> stages) {
        /** Checks that each stage has a model to start from. */
        public Course {
            stages = List.copyOf(stages);
            Check.argument(!stages.isEmpty(), "stages must have at least one entry");
            for (int i = 0; i < stages.size(); i++) {
                boolean goesOn = stages.get(i).finetune().model().equals(new ModelSource.Folder(PREVIOUS));
                Check.argument(goesOn == i > 0, "stages: the first must have a shape, the others model: %s", PREVIOUS);
            }
        }
    }

    /**
     * A stage of the pretraining.
     *
     * @param subject the subject of its text
     * @param finetune the training settings; they must state the number of steps and the rows of a batch
     */
    public record Stage(@Identity Subject subject, SftConfig finetune) {}

    /**
     * Runs the pretraining. Every row is used once.
     *
     * @param course the stages
     * @param runtime the device and the threads
     * @param out the folder of results; it gets a folder for each stage with {@code checkpoint/} and {@code metrics.jsonl}
     * @param progress reports each step
     * @return the last checkpoint's folder, with {@code record.json} in it
     * @throws InputException if a stage does not state its length in steps and its batch in rows
     */
    public static Path run(Course course, SftRuntime runtime, Path out, Progress progress) {
        Path folder = out.resolve("tokenizer");
        Miniature miniature = new Miniature();
        write(folder.resolve("tokenizer.model"), miniature.tokenizer());
        Tokenizer tokenizer = Tokenizers.load(folder);
        List<Map<String, Object>> records = new ArrayList<>();
        for (Stage stage : course.stages()) {
            List<TokenizedExample> rows = PretrainingRows.of(miniature.pretraining(stage.subject()), tokenizer)
                    .limit(rows(stage.finetune()))
                    .toList();
            SftInputs inputs = new SftInputs(Optional.of(folder), new TrainingSource.Tokenized(rows), Optional.empty());
            Path into = out.resolve(stage.subject().name().toLowerCase(Locale.ROOT));
            SftSummary summary = SftRun.run(stage.finetune(), inputs, runtime, into, progress);
            records.add(record(stage, rows, summary));
            folder = into.resolve("checkpoint");
        }
        TextFiles.writeAtomically(folder.resolve("record.json"), Json.pretty(record(records)));
        return folder;
    }

    private static long rows(SftConfig config) {
        if (config.length() instanceof SftConfig.Length.Steps steps
                && config.batch() instanceof Batching.Examples batch) {
            return (long) steps.steps() * batch.examples() * batch.accumulate();
        }
        throw InputException.at(
                "length and batch",
                config.length() + " and " + config.batch(),
                "a number of steps and of rows",
                "write length: {steps: N} and batch: {examples: N}");
    }

    private static Map<String, Object> record(List<Map<String, Object>> stages) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("madeBy", "scripts/harness quickstart-base experiments/configs/quickstart-base.yaml --out DIR");
        record.put("pretrainingSeed", Miniature.PRETRAINING_SEED);
        record.put("cores", Runtime.getRuntime().availableProcessors());
        record.put("java", System.getProperty("java.version"));
        record.put("stages", stages);
        return record;
    }

    private static Map<String, Object> record(Stage stage, List<TokenizedExample> rows, SftSummary summary) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("subject", stage.subject());
        record.put("rows", rows.size());
        record.put("tokens", (long) rows.size() * PretrainingRows.LENGTH);
        record.put(
                "learnedTokens",
                rows.stream().mapToLong(TokenizedExample::supervisedTokens).sum());
        record.put("summary", summary);
        record.put("finetune", ConfigTree.of(stage.finetune()));
        return record;
    }

    private static void write(Path file, byte[] bytes) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
