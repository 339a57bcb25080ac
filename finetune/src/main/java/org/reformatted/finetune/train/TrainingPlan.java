package org.reformatted.finetune.train;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.reformatted.finetune.batch.BatchPlan;
import org.reformatted.finetune.batch.BatchStep;
import org.reformatted.finetune.batch.TokenizedExample;
import org.reformatted.finetune.model.LlamaConfig;
import org.reformatted.finetune.model.LlamaModel;
import org.reformatted.finetune.model.LoraWeights;
import org.reformatted.finetune.train.config.ModelSource;
import org.reformatted.finetune.train.config.SftConfig;
import org.reformatted.finetune.train.config.SftInputs;
import org.reformatted.finetune.train.input.BaseModel;
import org.reformatted.finetune.train.input.RunFingerprint;
import org.reformatted.finetune.train.input.TrainingSet;
import org.reformatted.finetune.train.metrics.MetricsFile;
import org.reformatted.finetune.train.metrics.StepMetrics;
import org.reformatted.finetune.train.step.LearningRateSchedule;
import org.reformatted.finetune.weights.HuggingFaceCheckpoint;
import org.reformatted.finetune.weights.LoadedAdapter;
import org.reformatted.finetune.weights.LoraAdapter;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.text.Tokenizer;

/**
 * The exact tokens and steps of a run, for an external trainer. Also converts the weights that the trainer returns into the same results that
 * {@link SftRun} writes.
 */
public final class TrainingPlan {
    private final SftConfig config;
    private final BaseModel base;
    private final TrainingSet set;
    private final BatchPlan batches;
    private final String fingerprint;

    private TrainingPlan(SftConfig config, BaseModel base, TrainingSet set) {
        this.config = config;
        this.base = base;
        this.set = set;
        batches =
                new BatchPlan(set.examples(), config.batch(), base.maxLength(config), config.seed(), config.shuffle());
        fingerprint = RunFingerprint.of(config, base, set.examples());
    }

    /**
     * Plans a run.
     *
     * @param config the settings of the training
     * @param inputs the files to read
     * @return the plan
     * @throws org.reformatted.realign.base.InputException when an input cannot be used
     */
    public static TrainingPlan of(SftConfig config, SftInputs inputs) {
        BaseModel base = BaseModel.of(config, inputs);
        return new TrainingPlan(
                config, base, SftRun.RunExamples.read(config, inputs, base).train());
    }

    /**
     * The fingerprint of the run.
     *
     * @return the hash of config, data and model
     */
    public String fingerprint() {
        return fingerprint;
    }

    /**
     * The examples, truncated to the maximum length.
     *
     * @return token ids and loss weights, in the order of the data
     */
    public List<TokenizedExample> examples() {
        return set.examples();
    }

    /**
     * Passes the steps of the entire run to a consumer, in order.
     *
     * @param each called for each step
     */
    public void steps(Consumer<BatchStep> each) {
        StepCursor cursor = new StepCursor(batches);
        long total = SftTrainer.totalSteps(config, batches);
        for (long step = 0; step < total; step++) {
            each.accept(cursor.at(step));
        }
    }

    /**
     * The learning rate of each step.
     *
     * @return rates in the order of the steps
     */
    public List<Double> learningRates() {
        long total = SftTrainer.totalSteps(config, batches);
        return LongStream.range(0, total)
                .mapToObj(step -> LearningRateSchedule.at(
                        config.schedule(), config.optimizer().learningRate(), step, total))
                .toList();
    }

    /**
     * The folder of the base model, when the training starts from its unchanged weights.
     *
     * @return the folder; empty when the weights are random, or when the template needs rows that the model lacks
     */
    public Optional<Path> unchangedBase() {
        return config.model() instanceof ModelSource.Folder && !base.grows() ? base.folder() : Optional.empty();
    }

    /**
     * The first trained row of embedding and head in a training of adapters. The trained rows are those of the template's tokens.
     *
     * @return the first row; empty if there are no such rows, or if the entire tables are trained
     */
    public OptionalInt firstTrainedRow() {
        return base.grows() && config.method() instanceof SftConfig.Method.Lora
                ? OptionalInt.of(base.shape().vocabularySize())
                : OptionalInt.empty();
    }

    /**
     * The model's shape in training.
     *
     * @return the shape with the rows that the template adds
     */
    public LlamaConfig shape() {
        return base.shape().withVocabularySize(base.vocabularySize());
    }

    /**
     * The tokenizer, with the tokens that the template adds.
     *
     * @return the tokenizer; empty when the data are tokens and the model has none
     */
    public Optional<Tokenizer> tokenizer() {
        return base.tokenizer();
    }

    /**
     * Writes the model that training starts from, with the rows that the template adds, or with random weights.
     *
     * @param folder a Hugging Face folder to write
     */
    public void writeBase(Path folder) {
        try (LlamaModel model = base.load(Device.cpu())) {
            HuggingFaceCheckpoint.save(model, base::saveCompanions, folder);
        }
    }

    /**
     * Writes the adapters that training starts from.
     *
     * @param folder a folder to write in PEFT's format
     * @return whether there are adapters; nothing is written when all weights are trained
     */
    public boolean writeAdapter(Path folder) {
        if (config.method() instanceof SftConfig.Method.Full) {
            return false;
        }
        try (LlamaModel model = base.load(Device.cpu())) {
            LoadedAdapter start =
                    config.method().start(model, base.adapter(), config.seed()).orElseThrow();
            try (LoraWeights adapters = start.adapters()) {
                save(model, start, folder);
            }
        }
        return true;
    }

    /**
     * Looks for complete and undamaged results of this run in a folder.
     *
     * @param out the run's folder
     * @return the summary; empty if there are none
     */
    public Optional<SftSummary> finished(Path out) {
        return new FinishedRun(out).sound(fingerprint);
    }

    /**
     * Writes the results of a run from weights that another program trained.
     *
     * @param trained the folder of the model, or of the adapters when adapters are trained
     * @param steps metrics of each step from its log
     * @param out the run's folder
     * @return the summary of the run
     */
    public SftSummary finish(Path trained, List<StepMetrics> steps, Path out) {
        long moved;
        if (config.method() instanceof SftConfig.Method.Full) {
            try (LlamaModel model = HuggingFaceCheckpoint.open(trained).load(Device.cpu(), base.type(), shape())) {
                moved = model.weights().values().stream()
                        .mapToLong(NDArray::size)
                        .sum();
                HuggingFaceCheckpoint.save(model, base::saveCompanions, out.resolve("checkpoint"));
            }
        } else {
            moved = finishAdapters(trained, out);
        }
        try (JsonLines.Writer metrics = JsonLines.Writer.create(out.resolve(MetricsFile.FILE))) {
            steps.forEach(metrics::write);
        }
        SftSummary summary = SftSummary.of(fingerprint, set, shape(), moved, steps);
        new FinishedRun(out).write(summary);
        return summary;
    }

    private long finishAdapters(Path trained, Path out) {
        try (LlamaModel model = base.load(Device.cpu())) {
            LoadedAdapter loaded = LoraAdapter.load(trained, model);
            try (LoraWeights adapters = loaded.adapters()) {
                Map<String, NDArray> whole = save(model, loaded, out.resolve("adapter"));
                LoraAdapter.mergeInto(model, adapters);
                HuggingFaceCheckpoint.save(model, base::saveCompanions, out.resolve("checkpoint"));
                return adapters.tensors().values().stream()
                                .mapToLong(NDArray::size)
                                .sum()
                        + whole.values().stream().mapToLong(NDArray::size).sum();
            }
        }
    }

    private Map<String, NDArray> save(LlamaModel model, LoadedAdapter loaded, Path folder) {
        Map<String, NDArray> whole = SftRun.fullySavedWeights(model, base, loaded);
        LoraAdapter.save(
                loaded.adapters(),
                new LinkedHashMap<>(whole),
                model.config(),
                loaded.start(),
                config.model().folder().orElse(""),
                base::saveCompanions,
                folder);
        return whole;
    }
}
