package org.reformatted.experiments.graph;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.reformatted.eval.run.EvalTasks;
import org.reformatted.eval.run.Evaluator;
import org.reformatted.eval.task.EvalTask;
import org.reformatted.eval.task.Sample;
import org.reformatted.experiments.config.Compute;
import org.reformatted.experiments.workflow.ArtifactStore;
import org.reformatted.experiments.workflow.Capacity;
import org.reformatted.experiments.workflow.Fingerprints;
import org.reformatted.experiments.workflow.Plan;
import org.reformatted.experiments.workflow.Step;
import org.reformatted.finetune.kernel.DeviceMemory;
import org.reformatted.finetune.kernel.Torch;
import org.reformatted.finetune.train.SftEstimate;
import org.reformatted.finetune.train.config.SftConfig;
import org.reformatted.finetune.train.config.SftInputs;
import org.reformatted.finetune.train.config.TrainingSource;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.config.ConfigException;
import org.reformatted.realign.data.Conversation;
import org.reformatted.realign.llm.ChatRequest;
import org.reformatted.realign.llm.CheckpointConfig;
import org.reformatted.realign.llm.MeteredChatModel;
import org.reformatted.realign.llm.ModelConfig;
import org.reformatted.realign.llm.Price;
import org.reformatted.realign.llm.Usage;
import org.reformatted.realign.pipeline.InputConfig;
import org.reformatted.realign.pipeline.RealignEstimate;
import org.reformatted.realign.pipeline.RealignPipeline;

/** Forecasts the steps of a plan; costs that several steps share are counted once. */
public final class Forecasts {
    /** Rows from which a training is estimated. */
    private static final int SAMPLE = 200;

    private final ArtifactStore store;
    private final Fingerprints fingerprints;
    private final Compute compute;
    private final Measurements measured;
    private final Map<String, RealignEstimate> realigned = new HashMap<>();
    private final Map<String, SftEstimate> trainings = new HashMap<>();

    /**
     * Creates forecasts.
     *
     * @param store the store of artifacts
     * @param fingerprints the identity of steps
     * @param compute the device of the steps
     * @param checkout the project's folder
     */
    public Forecasts(ArtifactStore store, Fingerprints fingerprints, Compute compute, Path checkout) {
        this.store = store;
        this.fingerprints = fingerprints;
        this.compute = compute;
        this.measured = new Measurements(store, checkout);
    }

    /**
     * Forecasts a step.
     *
     * @param planned a step of a plan
     * @return the forecast; zero for a finished step
     */
    public Forecast of(Plan.PlannedStep planned) {
        if (planned.state() == Plan.State.CACHED) {
            return Forecast.nothing();
        }
        Step step = planned.step();
        if (step instanceof RealignStep realign) {
            return realign(realign);
        }
        if (step instanceof FinetuneStep finetune) {
            return finetune(finetune);
        }
        if (step instanceof EvaluateStep evaluate) {
            return evaluate(evaluate);
        }
        if (step instanceof JudgeStep judge) {
            return judge(judge);
        }
        if (step instanceof ArmRows || step instanceof ReportStep) {
            return Forecast.nothing(); // it takes only seconds
        }
        throw new IllegalStateException("no forecast for the step " + step.name());
    }

    private Forecast realign(RealignStep step) {
        RealignEstimate estimate = estimate(step);
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, "%,d rows, %,d to rewrite", estimate.rows(), estimate.toRewrite()));
        for (RealignEstimate.Asked asked : estimate.asked()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%s: %,d calls of %s, %,d answered before; likely %s; at most %s",
                    asked.what(),
                    asked.calls(),
                    asked.model(),
                    asked.answered(),
                    tokens(asked.likely(), asked.price()),
                    tokens(asked.most(), asked.price())));
        }
        if (estimate.searches() > 0) {
            lines.add(String.format(
                    Locale.ROOT, "evidence: up to %,d web searches, at the service's price", estimate.searches()));
        }
        if (estimate.asked().isEmpty() && estimate.searches() == 0) {
            lines.add("calls no language model and costs nothing");
        }
        long memory = 0;
        Optional<String> refusal = Optional.empty();
        for (CheckpointConfig checkpoint :
                new LinkedHashSet<>(LocalCheckpoints.of(step.realign()).values())) {
            GenerationMemoryEstimate taken = memory(step, checkpoint, estimate.asked());
            memory += taken.bytes();
            refusal = refusal.or(() -> taken.refusal(device()));
            lines.add("memory on " + compute.device() + " for " + checkpoint.shownName() + ": " + taken);
        }
        refusal.ifPresent(sentence -> lines.add("DOES NOT FIT: " + sentence));
        Optional<Double> seconds = measured.seconds(step, compute.device());
        lines.add(Forecast.time(seconds));
        return new Forecast(lines, cost(estimate), seconds, 3 * bytes(step), 0, memory, refusal);
    }

    /** The memory of a checkpoint that classifies or rewrites. */
    private GenerationMemoryEstimate memory(
            RealignStep step, CheckpointConfig checkpoint, List<RealignEstimate.Asked> asked) {
        List<RealignEstimate.Asked> own = asked.stream()
                .filter(requests -> requests.model().equals(checkpoint.shownName()))
                .toList();
        long longest = own.stream()
                .map(RealignEstimate.Asked::largest)
                .mapToLong(tokens -> tokens.promptTokens() + tokens.completionTokens())
                .max()
                .orElse(0);
        long answers = own.stream().mapToLong(RealignEstimate.Asked::calls).sum();
        return GenerationMemoryEstimate.of(
                new LocalCheckpoints(step.roots(), compute).loaded(checkpoint), longest, answers, compute.batchRows());
    }

    private static Cost cost(RealignEstimate estimate) {
        Cost searches = estimate.searches() == 0
                ? Cost.NONE
                : Cost.unknown(String.format(Locale.ROOT, "up to %,d web searches", estimate.searches()));
        return estimate.asked().stream()
                .map(asked -> asked.price()
                        .map(price -> Cost.of(price, asked.likely(), asked.most()))
                        .orElse(Cost.unknown(asked.model())))
                .reduce(searches, Cost::plus);
    }

    private RealignEstimate estimate(RealignStep step) {
        return realigned.computeIfAbsent(
                step.name(),
                name -> RealignPipeline.estimate(
                        step.realign(),
                        step.roots()::dataFile,
                        new LocalCheckpoints(step.roots(), compute),
                        Optional.ofNullable(store.root().getParent()).filter(Files::isDirectory),
                        Progress.SILENT));
    }

    private static long bytes(RealignStep step) {
        return step.roots().dataFile(step.realign().input().path()).toFile().length();
    }

    private static String tokens(Usage usage, Optional<Price> price) {
        return String.format(
                        Locale.ROOT,
                        "%,d tokens read and %,d written, ",
                        usage.promptTokens(),
                        usage.completionTokens())
                + price.map(known -> String.format(Locale.ROOT, "%.2f USD", known.of(usage)))
                        .orElse("cost unknown: set price");
    }

    private Forecast finetune(FinetuneStep step) {
        SftEstimate estimate = training(step);
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%,d parameters; about %,d steps over %,d tokens, %.0f a row",
                estimate.parameters(),
                estimate.steps(),
                estimate.trainedTokens(),
                estimate.tokens()));
        if (step.sft().trainer().isPresent()) {
            lines.add("trained by another program: " + estimate.memory());
            lines.add("disk: " + Forecast.gib(estimate.keptBytes()) + " GiB, and up to "
                    + Forecast.gib(estimate.workBytes()) + " GiB for the returned results");
            lines.add("time unknown: it depends on that program");
            return new Forecast(
                    lines,
                    Cost.NONE,
                    Optional.empty(),
                    estimate.keptBytes(),
                    estimate.workBytes(),
                    0,
                    Optional.empty());
        }
        lines.add("memory on " + compute.device() + ": " + estimate.memory()
                + device().map(total -> ", of " + Forecast.gib(total) + " GiB")
                        .orElse(", of a device that is not in this machine"));
        estimate.refusal().ifPresent(refusal -> lines.add("DOES NOT FIT: " + refusal));
        lines.add("disk: " + Forecast.gib(estimate.keptBytes()) + " GiB, and " + Forecast.gib(estimate.workBytes())
                + " GiB while it trains");
        Optional<Double> seconds = measured.operationsPerSecond(compute)
                .map(speed -> estimate.operations() / speed)
                .or(() -> measured.seconds(step, compute.device()));
        return Forecast.free(
                lines, seconds, estimate.keptBytes(), estimate.workBytes(), estimate.memoryBytes(), estimate.refusal());
    }

    private SftEstimate training(FinetuneStep step) {
        return trainings.computeIfAbsent(step.data().name() + " " + step.sft().withSeed(0), key -> {
            InputConfig input = step.data().input();
            Path file = step.roots().dataFile(input.path());
            List<Conversation> sample = new ArrayList<>();
            try (Stream<Conversation> rows = input.first(SAMPLE).read(file)) {
                rows.forEach(sample::add);
            }
            SftConfig sft = step.found();
            SftInputs inputs = new SftInputs(
                    FinetuneStep.model(sft, step.roots()),
                    sft.method().adapter().map(step.roots()::modelFolder),
                    new TrainingSource.Conversations(sample),
                    Optional.empty());
            return SftEstimate.of(
                    sft,
                    inputs,
                    sample,
                    rows(step, input, file),
                    !compute.device().equals("cpu"),
                    device(),
                    compute.device());
        });
    }

    private long rows(FinetuneStep step, InputConfig input, Path file) {
        if (step.data() instanceof ArmDataStep data) {
            return estimate(data.realign()).rows();
        }
        try (Stream<Conversation> rows = input.read(file)) {
            return rows.count();
        }
    }

    /**
     * Finds devices whose memory is too small for the steps that may run at the same time.
     *
     * @param all the forecasts of a plan
     * @param capacity the number of steps that may run at the same time, and their devices
     * @return one sentence for each device that is named more than once and is too small
     */
    public static List<String> shortages(List<Forecast> all, Capacity capacity) {
        List<String> problems = new ArrayList<>();
        for (String device : capacity.elsewhere() ? List.<String>of() : new LinkedHashSet<>(capacity.devices())) {
            int atOnce = capacity.atOnce(device);
            long together = Forecast.largest(all, Forecast::memoryBytes, atOnce);
            memory(device)
                    .filter(total -> atOnce > 1 && together > total)
                    .ifPresent(total -> problems.add(String.format(
                            Locale.ROOT,
                            "%s has %s GiB, and the %d steps that --jobs and --devices allow on it at the same time"
                                    + " need up to %s GiB together; name it fewer times, or lower --jobs",
                            device,
                            Forecast.gib(total),
                            atOnce,
                            Forecast.gib(together))));
        }
        return problems;
    }

    private Optional<Long> device() {
        return memory(compute.device());
    }

    private static Optional<Long> memory(String device) {
        try {
            return Optional.of(DeviceMemory.total(Torch.device(device)));
        } catch (ConfigException e) {
            return Optional.empty(); // the plan is for a device in another machine
        }
    }

    private Forecast evaluate(EvaluateStep step) {
        Optional<ModelConfig> service = step.model().service().filter(model -> !Measurements.isLocal(model));
        List<Sample> samples = step.samples();
        EvalTask task = EvalTasks.create(step.eval(), step.roots()::dataFile);
        List<ChatRequest> requests = samples.stream()
                .flatMap(sample -> Evaluator.requests(task, sample, step.eval().sampling()).stream())
                .toList();
        long turns = requests.size();
        Usage most = requests.stream()
                .flatMap(request -> service.stream().flatMap(model -> model.sent(request).stream()))
                .map(MeteredChatModel::most)
                .reduce(Usage.NONE, Usage::plus);
        long written = requests.stream()
                .mapToLong(request -> request.sampling().maxNewTokens())
                .sum();
        String counted = String.format(Locale.ROOT, "%,d answers of at most %,d tokens in all", turns, written);
        Optional<Double> seconds = measured.seconds(step, compute.device());
        if (service.isEmpty() || service.get().kind() == ModelConfig.Kind.RECORDING) {
            Optional<GenerationMemoryEstimate> memory = step.model()
                    .loaded()
                    .map(model -> GenerationMemoryEstimate.of(model, requests, compute.batchRows()));
            boolean saved =
                    step.model().service().isEmpty() && step.model().training().isEmpty();
            List<String> lines = new ArrayList<>(List.of(saved ? "scores saved answers" : counted));
            memory.ifPresent(taken -> lines.add("memory on " + compute.device() + ": " + taken));
            Optional<String> refusal = memory.flatMap(taken -> taken.refusal(device()));
            refusal.ifPresent(sentence -> lines.add("DOES NOT FIT: " + sentence));
            boolean later = step.model() // a job can be prepared on a machine that cannot evaluate its result
                    .training()
                    .flatMap(training -> training.sft().trainer())
                    .isPresent();
            return Forecast.free(
                    lines,
                    seconds,
                    written * 8,
                    0,
                    memory.map(GenerationMemoryEstimate::bytes).orElse(0L),
                    refusal.filter(sentence -> !later));
        }
        ModelConfig model = service.get();
        return new Forecast(
                List.of(
                        String.format(Locale.ROOT, "answered by %s: %,d calls, at most ", model.shownName(), turns)
                                + tokens(most, model.knownPrice()),
                        Forecast.time(seconds)),
                bound(model, most),
                seconds,
                written * 8,
                0,
                0,
                Optional.empty());
    }

    /** The maximum cost of requests to a model. */
    static Cost bound(ModelConfig model, Usage most) {
        return model.knownPrice()
                .map(price -> Cost.bound(price.of(most)))
                .orElseGet(() -> Cost.unknown(model.shownName()));
    }

    private Forecast judge(JudgeStep step) {
        return JudgeCosts.forecast(
                step,
                other -> store.find(other.name(), fingerprints.of(other))
                        .map(record -> store.folder(other.name(), record.fingerprint())),
                measured.seconds(step, compute.device()));
    }
}
