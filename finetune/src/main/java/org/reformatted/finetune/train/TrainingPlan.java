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
 * What a run would do, to the token and the step, for a trainer that does it in this program's place; and what becomes of the trained weights when they
 * are back. The results in the run's folder are the same as {@link SftRun} writes.
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
     * @param config what is trained and how
     * @param inputs what is read
     * @return its plan
     * @throws org.reformatted.realign.base.InputException when an input cannot be used
     */
    public static TrainingPlan of(SftConfig config, SftInputs inputs) {
        BaseModel base = BaseModel.of(config, inputs);
        return new TrainingPlan(
                config, base, SftRun.RunExamples.read(config, inputs, base).train());
    }

    /**
     * What identifies the run.
     *
     * @return the hash of config, data and model
     */
    public String fingerprint() {
        return fingerprint;
    }

    /**
     * The examples, cut to the maximum length.
     *
     * @return token ids and loss weights, in the order of the data
     */
    public List<TokenizedExample> examples() {
        return set.examples();
    }

    /**
     * The steps of the whole run, in order.
     *
     * @param each reports each step
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
     * The folder of the base model, when it can be trained as it is.
     *
     * @return the folder; empty when weights are drawn, or the template needs rows that the model lacks
     */
    public Optional<Path> unchangedBase() {
        return config.model() instanceof ModelSource.Folder && !base.grows() ? base.folder() : Optional.empty();
    }

    /**
     * Where the rows begin that are trained of embedding and head beside adapters: those of the template's tokens.
     *
     * @return the first row; empty where there are none, or whole tables are trained
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
     * Writes what training starts from: the model with the rows that the template adds, or with drawn weights.
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
     * @param folder a folder to write, as PEFT does
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
     * The results of this run in a folder, when they are there and as they were written.
     *
     * @param out the run's folder
     * @return its summary
     */
    public Optional<SftSummary> finished(Path out) {
        return new FinishedRun(out).sound(fingerprint);
    }

    /**
     * Makes the results of a run of weights that another program trained.
     *
     * @param trained the folder of the model, or of the adapters where adapters are trained
     * @param steps what its log says of each step
     * @param out the run's folder
     * @return what came of it
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
        Map<String, NDArray> whole = SftRun.savedWhole(model, base, loaded);
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
