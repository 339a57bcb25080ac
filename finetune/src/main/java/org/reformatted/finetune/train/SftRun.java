package org.reformatted.finetune.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.reformatted.finetune.batch.BatchPlan;
import org.reformatted.finetune.batch.BatchShape;
import org.reformatted.finetune.kernel.DeviceMemory;
import org.reformatted.finetune.kernel.MatmulPeak;
import org.reformatted.finetune.kernel.TensorBytes;
import org.reformatted.finetune.kernel.Torch;
import org.reformatted.finetune.model.LlamaModel;
import org.reformatted.finetune.model.LlamaWeights;
import org.reformatted.finetune.model.LoraWeights;
import org.reformatted.finetune.train.config.SftConfig;
import org.reformatted.finetune.train.config.SftInputs;
import org.reformatted.finetune.train.input.BaseModel;
import org.reformatted.finetune.train.input.RunFingerprint;
import org.reformatted.finetune.train.input.TrainingSet;
import org.reformatted.finetune.train.memory.MemoryCheck;
import org.reformatted.finetune.train.memory.TrainingSize;
import org.reformatted.finetune.train.metrics.MetricsFile;
import org.reformatted.finetune.train.metrics.ModelFlops;
import org.reformatted.finetune.train.metrics.StepMeter;
import org.reformatted.finetune.train.metrics.TensorBoardFile;
import org.reformatted.finetune.train.metrics.TrainListener;
import org.reformatted.finetune.train.step.AdamW;
import org.reformatted.finetune.train.step.TrainingState;
import org.reformatted.finetune.weights.HuggingFaceCheckpoint;
import org.reformatted.finetune.weights.LoadedAdapter;
import org.reformatted.finetune.weights.LoraAdapter;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Progress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One finetuning run. Its folder contains {@code checkpoint/}, a Hugging Face folder, {@code metrics.jsonl}, {@code tensorboard/} with the same
 * numbers and {@code summary.json}. For LoRA it also contains {@code adapter/} in PEFT's format, and the checkpoint is the merged model. During the
 * run it also contains {@code state/}, from which the same call resumes after a crash with the same results.
 */
public final class SftRun {
    private static final Logger LOG = LoggerFactory.getLogger(SftRun.class);

    private final SftConfig config;
    private final BaseModel base;
    private final LlamaModel model;
    private final TrainingSet set;
    private final Optional<TrainingSet> validation;
    private final int evaluateEvery;
    private final int kept;
    private final StepMeter meter;
    private final String fingerprint;
    private final Path out;
    private final StateFolder states;

    private SftRun(
            SftConfig config,
            BaseModel base,
            LlamaModel model,
            RunExamples examples,
            int kept,
            StepMeter meter,
            String fingerprint,
            Path out) {
        this.config = config;
        this.base = base;
        this.model = model;
        this.set = examples.train();
        this.validation = examples.validation();
        this.evaluateEvery = examples.every();
        this.kept = kept;
        this.meter = meter;
        this.fingerprint = fingerprint;
        this.out = out;
        states = new StateFolder(out.resolve("state"), fingerprint, config.checkpoint());
    }

    /**
     * Trains on the processor.
     *
     * @param config the settings of the training
     * @param inputs the files to read
     * @param out the folder to fill
     * @param progress reports each step
     * @return the summary of the run
     */
    public static SftSummary run(SftConfig config, SftInputs inputs, Path out, Progress progress) {
        return run(config, inputs, SftRuntime.cpu(), out, progress);
    }

    /**
     * Trains. If the same run was stopped, it resumes; if it is finished, only its summary is read.
     *
     * @param config the settings of the training
     * @param inputs the files to read
     * @param runtime the device and the number of threads
     * @param out the folder to fill
     * @param progress reports each step
     * @return the summary of the run
     * @throws org.reformatted.realign.base.InputException when an input cannot be used, the folder is another run's, or the loss is not finite
     */
    public static SftSummary run(SftConfig config, SftInputs inputs, SftRuntime runtime, Path out, Progress progress) {
        BaseModel base = BaseModel.of(config, inputs);
        RunExamples examples = RunExamples.read(config, inputs, base);
        TrainingSet set = examples.train();
        logProblems(set);
        String fingerprint = RunFingerprint.of(config, base, set.examples());
        FinishedRun finished = new FinishedRun(out);
        Optional<SftSummary> done = finished.sound(fingerprint);
        if (done.isPresent()) {
            new StateFolder(out.resolve("state"), fingerprint, config.checkpoint()).delete(); // left by a killed run
            return done.get();
        }
        Torch.setThreads(runtime.threads());
        BatchShape batch = BatchShape.of(set.examples(), config.batch(), base.maxLength(config));
        TrainingSize size =
                TrainingSize.of(config, base, batch, runtime.device().isGpu());
        double peak = MatmulPeak.known(runtime.device(), size.type());
        int kept = MemoryCheck.check(
                size, config.batch(), runtime.device(), config.keptLayers().isPresent());
        StepMeter meter = new StepMeter(ModelFlops.of(size), runtime.device(), peak);
        try (LlamaModel model = base.load(runtime.device())) {
            DeviceMemory.release(); // the temporary memory of loading
            SftRun run = new SftRun(config, base, model, examples, kept, meter, fingerprint, out);
            SftSummary summary = run.train(progress);
            HuggingFaceCheckpoint.save(model, base::saveCompanions, out.resolve("checkpoint"));
            finished.write(summary);
            run.states.delete();
            return summary;
        }
    }

    private SftSummary train(Progress progress) {
        Optional<LoadedAdapter> start = config.method().start(model, base.adapter(), config.seed());
        return start.isPresent() ? trainAdapters(start.get(), progress) : train(model.weights(), progress);
    }

    /** Trains adapters, saves them and merges them into the model. If the template adds tokens, their rows of embedding and head are trained too. */
    private SftSummary trainAdapters(LoadedAdapter start, Progress progress) {
        try (LoraWeights adapters = start.adapters()) {
            model.attach(adapters);
            Map<String, NDArray> trained = new LinkedHashMap<>(adapters.tensors());
            start.whole().forEach(name -> trained.put(name, model.weight(name)));
            SftSummary summary;
            try (NDManager views = model.manager().newSubManager()) {
                addedRows(model, base, views).forEach(trained::putIfAbsent);
                summary = train(trained, progress);
            }
            Map<String, NDArray> whole = fullySavedWeights(model, base, start);
            String name = config.model().folder().orElse("");
            LoraAdapter.save(
                    adapters, whole, model.config(), start.start(), name, base::saveCompanions, out.resolve("adapter"));
            LoraAdapter.mergeInto(model, adapters);
            return summary;
        }
    }

    /** Views of the rows of the template's tokens in embedding and head; empty if the template adds no tokens. */
    static Map<String, NDArray> addedRows(LlamaModel model, BaseModel base, NDManager owner) {
        Map<String, NDArray> rows = new LinkedHashMap<>();
        if (base.grows()) {
            try (TensorBytes bytes = new TensorBytes(model.manager())) {
                tables(model)
                        .forEach((name, table) -> rows.put(
                                name, bytes.rowsFrom(owner, table, base.shape().vocabularySize())));
            }
        }
        return rows;
    }

    private static Map<String, NDArray> tables(LlamaModel model) {
        Map<String, NDArray> tables = new LinkedHashMap<>();
        tables.put(LlamaWeights.EMBEDDING, model.weight(LlamaWeights.EMBEDDING));
        if (!model.config().tiedEmbeddings()) {
            tables.put(LlamaWeights.HEAD, model.head());
        }
        return tables;
    }

    /**
     * The complete weights that are saved with adapters: those that the adapters' folder lists, and embedding and head if the template adds rows to
     * them. Their other rows are the base model's, so PEFT can load the adapters on the unchanged base model.
     */
    static Map<String, NDArray> fullySavedWeights(LlamaModel model, BaseModel base, LoadedAdapter start) {
        Map<String, NDArray> whole = new LinkedHashMap<>();
        start.whole().forEach(name -> whole.put(name, model.weight(name)));
        if (base.grows()) {
            tables(model).forEach(whole::putIfAbsent);
        }
        return whole;
    }

    private SftSummary train(Map<String, NDArray> trained, Progress progress) {
        int maxLength = base.maxLength(config);
        BatchPlan plan = new BatchPlan(set.examples(), config.batch(), maxLength, config.seed(), config.shuffle());
        long total = SftTrainer.totalSteps(config, plan);
        try (TrainingState state = new TrainingState(model, trained, config.optimizer())) {
            if (state.optimizer().rounding() != AdamW.Rounding.NONE) {
                LOG.info(
                        "weights in {}, moments in {}, rounding: {}",
                        model.type(),
                        config.optimizer().states(),
                        state.optimizer().rounding());
            }
            states.resume(state);
            try (MetricsFile metrics = MetricsFile.from(out.resolve(MetricsFile.FILE), state.step());
                    TensorBoardFile events =
                            TensorBoardFile.in(out.resolve("tensorboard"), state.step(), Clock.systemUTC());
                    Progress.Task task = progress.start("finetune", total)) {
                task.advance(state.step());
                TrainListener listener = step -> {
                    metrics.stepped(step);
                    events.stepped(step);
                    task.advance(1);
                    task.note(String.format(Locale.ROOT, "loss %.4f", step.loss()));
                };
                new SftTrainer(config, state, kept, set.examples(), plan, meter).train(listener, saver(state, events));
                long moved = trained.values().stream().mapToLong(NDArray::size).sum();
                return SftSummary.of(fingerprint, set, model.config(), moved, metrics.lines());
            }
        }
    }

    /** Saves states and, if the config has validation data, measures the loss on examples that are not trained on. */
    private SftTrainer.CheckpointCallback saver(TrainingState state, TensorBoardFile events) {
        if (validation.isEmpty()) {
            return states;
        }
        ValidationLoss measured = new ValidationLoss(
                model,
                validation.get().examples(),
                config.batch(),
                base.maxLength(config),
                evaluateEvery,
                out.resolve("validation.jsonl"),
                events::validated);
        if (state.step() == 0) {
            measured.measure(0);
        }
        return stepped -> {
            measured.stepped(stepped);
            states.stepped(stepped);
        };
    }

    /** The training examples and the validation examples. */
    record RunExamples(TrainingSet train, Optional<TrainingSet> validation, int every) {
        static RunExamples read(SftConfig config, SftInputs inputs, BaseModel base) {
            TrainingSet all = TrainingSet.read(inputs.train(), config, base);
            if (inputs.validation().isEmpty()) {
                return new RunExamples(all, Optional.empty(), 0);
            }
            SftInputs.ValidationInputs asked = inputs.validation().get();
            if (asked.examples().isPresent()) {
                return new RunExamples(
                        all, Optional.of(TrainingSet.read(asked.examples().get(), config, base)), asked.every());
            }
            if (all.examples().size() < 2) {
                throw new InputException("data.validation: 1 example cannot be divided; give a file, or more examples");
            }
            boolean[] drawn = ValidationLoss.draw(all.examples().size(), asked.fraction(), config.seed());
            return new RunExamples(all.only(i -> !drawn[i]), Optional.of(all.only(i -> drawn[i])), asked.every());
        }
    }

    private static void logProblems(TrainingSet set) {
        if (set.truncated() > 0) {
            LOG.warn("{} examples are longer than maxLength and were cut at their right end", set.truncated());
        }
        if (set.unsupervised() > 0) {
            LOG.warn("{} examples were left out: they have no token to learn", set.unsupervised());
        }
    }
}
