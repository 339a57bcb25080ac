package org.reformatted.experiments.graph;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.reformatted.eval.run.EvalConfig;
import org.reformatted.eval.run.EvalTasks;
import org.reformatted.eval.run.Evaluator;
import org.reformatted.eval.task.EvalTask;
import org.reformatted.eval.task.Sample;
import org.reformatted.experiments.config.ArmConfig;
import org.reformatted.experiments.config.Compute;
import org.reformatted.experiments.config.ExperimentConfig;
import org.reformatted.experiments.config.Roots;
import org.reformatted.experiments.report.PaperMatch;
import org.reformatted.experiments.report.PaperValues;
import org.reformatted.finetune.generate.LlamaChatModel;
import org.reformatted.finetune.kernel.Torch;
import org.reformatted.finetune.train.SftCheck;
import org.reformatted.finetune.train.config.SftConfig;
import org.reformatted.finetune.train.input.TrainingPreview;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.config.BoundConfig;
import org.reformatted.realign.config.ConfigException;
import org.reformatted.realign.config.ConfigTree;
import org.reformatted.realign.data.Conversation;
import org.reformatted.realign.llm.ChatRequest;
import org.reformatted.realign.llm.CheckpointConfig;
import org.reformatted.realign.llm.EndpointConfig;
import org.reformatted.realign.llm.ModelConfig;
import org.reformatted.realign.llm.RecordedChatModel;
import org.reformatted.realign.llm.RecordingConfig;
import org.reformatted.realign.pipeline.InputConfig;
import org.reformatted.realign.pipeline.RealignConfig;
import org.reformatted.realign.pipeline.RealignEstimate;
import org.reformatted.realign.pipeline.RealignPipeline;

/**
 * Checks everything in a config that can be checked before a run costs money or time: the first rows of every file, the headers of models, prompts,
 * criteria, lengths, keys, folders. {@link ExperimentChecks} has checked before that the files exist.
 */
public final class Preflight {
    /** The number of rows that are read from an instruction set. */
    private static final int FIRST_ROWS = 100;

    private final BoundConfig<?> bound;
    private final Roots roots;
    private final Compute compute;
    private final Map<String, String> environment;
    private final List<String> problems = new ArrayList<>();
    private final Map<String, List<String>> reported = new HashMap<>();
    private final Map<CheckpointConfig, Optional<Integer>> checkpoints = new HashMap<>();

    /**
     * Creates checks.
     *
     * @param bound the config, to which the line numbers of problems refer
     * @param roots the folders of its data and models
     * @param compute the device it would use
     * @param environment the process's environment
     */
    public Preflight(BoundConfig<?> bound, Roots roots, Compute compute, Map<String, String> environment) {
        this.bound = bound;
        this.roots = roots;
        this.compute = compute;
        this.environment = environment;
    }

    /**
     * The problems found so far.
     *
     * @return one sentence for each problem: file, line, key and remedy
     */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /**
     * Checks an experiment.
     *
     * @param config the experiment
     * @return this
     */
    public Preflight experiment(ExperimentConfig config) {
        config.realigns().keySet().stream()
                .filter(block -> !config.usedBlocks().containsKey(block))
                .forEach(block -> add(
                        "realigns." + block,
                        "no arm names this block; add {realigned: {block: " + block + "}} as an arm, or remove it"));
        Map<String, List<Conversation>> rows = new LinkedHashMap<>();
        config.usedBlocks()
                .forEach((name, block) ->
                        rows.put(name, realign(name.isEmpty() ? "realign" : "realigns." + name, block)));
        config.finetune().ifPresent(sft -> arms(config, sft, rows));
        ArmChecks.problems(config, block -> rowsOf(config, block, rows)).forEach(this::add);
        List<Integer> lengths = outside(config);
        config.finetune()
                .filter(sft -> config.arms().values().stream().anyMatch(ArmConfig::isTrained))
                .ifPresent(sft -> attempt(
                        "finetune.model",
                        () -> lengths.add(sft.model()
                                .shape(FinetuneStep.model(sft, roots))
                                .maxPositions())));
        for (int i = 0; i < config.evaluate().size(); i++) {
            evaluation(config, i, lengths);
        }
        config.report()
                .paper()
                .forEach(table ->
                        attempt("report.paper", () -> PaperValues.bundled().table(table)));
        config.report()
                .repeats()
                .ifPresent(setting -> attempt(
                        "report.repeats",
                        () -> PaperMatch.requireKnown(
                                PaperValues.bundled(), config.report().paper(), setting)));
        return this;
    }

    /**
     * Checks a realign block.
     *
     * @param place its key
     * @param config the block
     * @return its first rows; empty if they cannot be read
     */
    public List<Conversation> realign(String place, RealignConfig config) {
        List<Conversation> rows = firstRows(place + ".input", config.input());
        if (!rows.isEmpty()) {
            attempt(
                    place,
                    () -> RealignPipeline.unknownCategory(config, roots::dataFile)
                            .ifPresentOrElse(
                                    sentence -> add(place + ".category", sentence),
                                    () -> estimate(place, config.first(FIRST_ROWS), rows.size())));
        }
        config.evidence()
                .ifPresent(
                        evidence -> attempt(place + ".evidence", () -> evidence.check(roots::dataFile, environment)));
        return rows;
    }

    private void estimate(String place, RealignConfig first, int rows) {
        RealignEstimate estimate = RealignPipeline.estimate(
                first, roots::dataFile, new LocalCheckpoints(roots, compute), Optional.empty(), Progress.SILENT);
        estimate.asked().stream()
                .flatMap(asked -> RequestChecks.problem(asked).stream())
                .forEach(sentence -> add(place, sentence));
        if (estimate.toRewrite() == 0
                && first.category().isEmpty()
                && first.classifier().isEmpty()) {
            add(
                    place + ".category",
                    "none of the first " + rows + " rows would be rewritten, because none has a category that the"
                            + " criteria rewrite; set category for all rows, or add a classifier");
        }
    }

    private List<Conversation> firstRows(String place, InputConfig input) {
        List<Conversation> rows = new ArrayList<>();
        attempt(place, () -> {
            try (Stream<Conversation> read = input.first(FIRST_ROWS).read(roots.dataFile(input.path()))) {
                read.forEach(rows::add);
            }
            if (rows.isEmpty()) {
                throw InputException.at(input.path(), "no rows", "one row or more", "name a file with rows");
            }
        });
        return rows;
    }

    private void arms(ExperimentConfig config, SftConfig sft, Map<String, List<Conversation>> rows) {
        Map<String, List<Conversation>> trained = new LinkedHashMap<>();
        config.arms()
                .forEach((name, arm) -> arm.match(
                        responses -> {
                            String block = responses.block().orElse("");
                            return trained.putIfAbsent(
                                    block.isEmpty() ? "realign.input" : "realigns." + block + ".input",
                                    rows.getOrDefault(block, List.of()));
                        },
                        own -> trained.put("arms." + name + ".data", firstRows("arms." + name + ".data", own.data())),
                        outside -> List.of()));
        trained.forEach((place, first) -> finetune("finetune", sft, place, first));
    }

    /**
     * Checks a training.
     *
     * @param place its key
     * @param sft the training
     * @param rowsPlace the key of its rows
     * @param rows its first rows; empty if they are not known
     */
    public void finetune(String place, SftConfig sft, String rowsPlace, List<Conversation> rows) {
        List<Conversation> first = new ArrayList<>(rows);
        sft.data()
                .ifPresent(data -> attempt(
                        rowsPlace,
                        () -> first.addAll(
                                TrainingPreview.firstRows(roots.dataFile(data.train()), data.format(), FIRST_ROWS))));
        attempt(
                place,
                () -> SftCheck.problems(
                                roots.found(sft),
                                FinetuneStep.model(sft, roots),
                                sft.method().adapter().map(roots::modelFolder),
                                first)
                        .forEach((key, sentence) ->
                                add(key.equals(SftCheck.ROWS) ? rowsPlace : place + "." + key, sentence)));
    }

    /** Checks the files of every model that a part of the config names: checkpoints and recordings. */
    public void models(Record config) {
        ConfigTree.parts(config, CheckpointConfig.class).forEach(this::checkpoint);
        ConfigTree.parts(config, RecordingConfig.class)
                .forEach((key, recording) -> attempt(
                        key + ".file",
                        () -> RecordedChatModel.replay(roots.dataFile(recording.file()))
                                .close()));
    }

    /** Checks that every service that a part of the config names has its key and address. */
    public void keys(Record config) {
        ConfigTree.parts(config, EndpointConfig.class)
                .forEach((key, endpoint) -> attempt(key, () -> {
                    endpoint.requireReady(environment);
                }));
    }

    /** The context length of a checkpoint; absent if it cannot be used, which is reported once. */
    private Optional<Integer> checkpoint(String place, CheckpointConfig checkpoint) {
        return checkpoints.computeIfAbsent(checkpoint, unknown -> {
            try {
                return Optional.of(LlamaChatModel.check(
                        roots.modelFolder(checkpoint.path()), LocalCheckpoints.template(checkpoint)));
            } catch (InputException | IllegalArgumentException e) {
                add(place, String.valueOf(e.getMessage()));
                return Optional.empty();
            }
        });
    }

    /** Requests the list of models from every service that the config names. */
    public void ping(Record config) {
        Set<Map<String, Object>> asked = new HashSet<>();
        ConfigTree.parts(config, EndpointConfig.class).forEach((key, endpoint) -> {
            Map<String, Object> address = Map.of(
                    "url", endpoint.baseUrl(), "variable", endpoint.baseUrlVariable(), "key", endpoint.keyVariable());
            if (asked.add(address)) {
                attempt(key, () -> endpoint.ping(environment));
            }
        });
    }

    /** Checks the models of external arms, and returns the context length of each. */
    private List<Integer> outside(ExperimentConfig config) {
        List<Integer> lengths = new ArrayList<>();
        models(config)
                .forEach((name, model) -> Optional.of(model)
                        .filter(CheckpointConfig.class::isInstance)
                        .flatMap(found -> checkpoint("arms." + name, (CheckpointConfig) found))
                        .ifPresent(lengths::add));
        return lengths;
    }

    /** The models of external arms, by the arm's name. */
    private static Map<String, ModelConfig> models(ExperimentConfig config) {
        Map<String, ModelConfig> models = new LinkedHashMap<>();
        config.arms()
                .forEach((name, arm) -> arm.outside()
                        .flatMap(outside -> outside.model(config.finetune()))
                        .ifPresent(model -> models.put(name, model)));
        return models;
    }

    /** The number of rows of a block's input, after its first rows were read. */
    private long rowsOf(ExperimentConfig config, String block, Map<String, List<Conversation>> first) {
        int read = first.getOrDefault(block, List.of()).size();
        InputConfig input =
                Objects.requireNonNull(config.usedBlocks().get(block)).input();
        if (read < FIRST_ROWS || input.limit().orElse(Integer.MAX_VALUE) <= read) {
            return read;
        }
        try (Stream<Conversation> rows = input.read(roots.dataFile(input.path()))) {
            return rows.count();
        } catch (InputException e) {
            return read; // a row after the first ones cannot be read; the run reports it
        }
    }

    private void evaluation(ExperimentConfig config, int number, List<Integer> lengths) {
        EvalConfig eval = config.evaluate().get(number);
        String place = "evaluate[" + number + "]";
        if (config.evaluate().indexOf(eval) < number) {
            add(
                    place,
                    "it is the same as evaluate[" + config.evaluate().indexOf(eval)
                            + "]; remove one of the two, or change its settings");
        }
        attempt(place + (eval.data().isPresent() ? ".data" : ".task"), () -> {
            List<Sample> samples = EvaluateStep.samples(eval, roots);
            Set<String> ids = new HashSet<>();
            if (samples.isEmpty()) {
                throw new InputException("no samples; name another file for the task");
            }
            samples.stream()
                    .map(Sample::id)
                    .filter(id -> !ids.add(id))
                    .findFirst()
                    .ifPresent(id -> {
                        throw new InputException("two samples are named " + id + "; rename or remove one");
                    });
        });
        int most = eval.sampling().maxNewTokens();
        lengths.stream().min(Integer::compare).filter(length -> most >= length).ifPresent(length -> {
            add(
                    place + ".sampling.maxNewTokens",
                    "it is " + most + ", and a model of the experiment has a context of " + length
                            + " tokens for question and answer together; lower it");
        });
        attempt(place, () -> {
            EvalTask task = EvalTasks.create(eval, roots::dataFile);
            List<List<ChatRequest>> asked = task.weighsChoices()
                    ? List.of()
                    : EvaluateStep.samples(eval, roots).stream()
                            .map(sample -> Evaluator.requests(task, sample, eval.sampling()))
                            .toList();
            List<ChatRequest> all = asked.stream().flatMap(List::stream).toList();
            List<ChatRequest> first = asked.stream().map(turns -> turns.get(0)).toList();
            models(config).forEach((name, model) -> {
                if (task.weighsChoices() && model.kind() != ModelConfig.Kind.CHECKPOINT) {
                    add(
                            "arms." + name,
                            "evaluate has " + eval.task() + ", which compares choices by the likelihood of raw text,"
                                    + " and a service or a recording does not report it; use mmlu-cot or bbh, or an"
                                    + " arm with a checkpoint");
                }
                RequestChecks.problem(model, all, first, roots)
                        .ifPresent(sentence -> add("arms." + name, sentence + ", of " + place));
            });
        });
        eval.judge()
                .ifPresent(judge -> attempt(place + ".judge", () -> {
                    RequestChecks.Collected collected = new RequestChecks.Collected();
                    JudgeStep.rehearse(eval, judge, roots, collected);
                    RequestChecks.unfit(judge.model(), collected.requests())
                            .or(() -> longReplies(judge.model(), collected.requests()))
                            .ifPresent(sentence -> add(place + ".judge.model", sentence));
                }));
    }

    /** The reason why a checkpoint cannot judge: replies that are too long. Only its tokenizer could tell whether the prompts fit too. */
    private Optional<String> longReplies(ModelConfig model, List<ChatRequest> requests) {
        int most = requests.stream()
                .mapToInt(request -> request.sampling().maxNewTokens())
                .max()
                .orElse(0);
        return Optional.of(model)
                .filter(CheckpointConfig.class::isInstance)
                .flatMap(found -> checkpoint("", (CheckpointConfig) found))
                .filter(length -> most >= length)
                .map(length -> "a reply may have " + most + " tokens, and the checkpoint has a context of " + length
                        + " tokens for question and reply together; name a model with a longer context, or lower"
                        + " judge.sampling.maxNewTokens");
    }

    /**
     * Checks the devices and the folder of results.
     *
     * @param out the folder for the results
     * @param devices the devices of steps that compute
     * @return this
     */
    public Preflight machine(Path out, List<String> devices) {
        for (String device : new LinkedHashSet<>(devices)) {
            if (!device.equals("cpu")) {
                try {
                    Torch.device(device);
                } catch (ConfigException e) {
                    problems.addAll(e.problems());
                }
            }
        }
        Path there = out.toAbsolutePath();
        while (there != null && !Files.exists(there)) {
            there = there.getParent();
        }
        if (there == null || !Files.isDirectory(there) || !Files.isWritable(there)) {
            problems.add("--runs (" + out + "): " + there
                    + (there != null && !Files.isDirectory(there) ? " is a file" : " is not writable")
                    + "; name another folder, or change its rights");
        }
        return this;
    }

    private void attempt(String place, Runnable look) {
        try {
            look.run();
        } catch (InputException | IllegalArgumentException e) {
            add(place, String.valueOf(e.getMessage()));
        }
    }

    /** Adds a problem, unless the same sentence was reported for this key or for a key below it. */
    private void add(String place, String sentence) {
        String key = place.startsWith(".") ? place.substring(1) : place;
        boolean known = reported.getOrDefault(sentence, List.of()).stream().anyMatch(before -> before.startsWith(key));
        if (!known) {
            reported.computeIfAbsent(sentence, unknown -> new ArrayList<>()).add(key);
            problems.add(bound.problem(key, (key.isEmpty() ? "" : key + ": ") + sentence));
        }
    }
}
