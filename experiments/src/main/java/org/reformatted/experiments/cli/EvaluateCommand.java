package org.reformatted.experiments.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reformatted.eval.run.EvalConfig;
import org.reformatted.eval.run.EvalResult;
import org.reformatted.eval.run.EvalTasks;
import org.reformatted.eval.run.EvaluatedModel;
import org.reformatted.eval.run.SystemPromptModel;
import org.reformatted.experiments.config.Roots;
import org.reformatted.experiments.graph.EvaluatedCheckpoint;
import org.reformatted.experiments.graph.ServiceModel;
import org.reformatted.experiments.workflow.ArtifactStore;
import org.reformatted.finetune.batch.ChatTemplate;
import org.reformatted.finetune.generate.GenerationOptions;
import org.reformatted.finetune.train.config.SftConfig;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.config.ConfigBuilder;
import org.reformatted.realign.llm.ChatModel;
import org.reformatted.realign.llm.EndpointConfig;
import org.reformatted.realign.llm.LogLikelihoodModel;
import org.reformatted.realign.llm.ModelConfig;
import org.reformatted.realign.llm.RecordingConfig;
import org.reformatted.realign.llm.SamplingSettings;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Evaluates any model on a task. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        description = {
            "Evaluates a checkpoint, a service's model or a recording on a task, in the same way as an entry of"
                    + " evaluate in an experiment. Run again with the same --out, it requests only the missing"
                    + " answers.",
            "It writes predictions.jsonl, scored.jsonl (for each row the verdict of each policy) and result.json to"
                    + " --out; for a service also recording.jsonl, which --recording replays."
        },
        footer = {
            "",
            "Examples:",
            "  scripts/harness evaluate --model DIR --task gsm8k --limit 100 --template openchat --out DIR",
            "  scripts/harness evaluate --endpoint gpt-4o-mini --task math --system \"Answer briefly.\" --out DIR"
        })
final class EvaluateCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec = CommandSpec.create();

    @ArgGroup(multiplicity = "1")
    ModelChoice who = new ModelChoice();

    /** The model that is evaluated. */
    static final class ModelChoice {
        @Option(names = "--model", paramLabel = "DIR", description = "A checkpoint: a Hugging Face folder.")
        @Nullable
        Path folder;

        @Option(
                names = "--endpoint",
                paramLabel = "NAME",
                description = "A model of a service with the chat-completions protocol; its address and key are in"
                        + " OPENAI_BASE_URL and OPENAI_API_KEY.")
        @Nullable
        String endpoint;

        @Option(names = "--recording", paramLabel = "FILE", description = "A recording of a model; nothing is sent.")
        @Nullable
        Path recording;
    }

    @Option(
            names = "--task",
            required = true,
            paramLabel = "TASK",
            description = "A benchmark's name: ${COMPLETION-CANDIDATES}.",
            completionCandidates = Tasks.class)
    String task = "";

    /** The benchmarks' names. */
    static final class Tasks implements Iterable<String> {
        @Override
        public java.util.Iterator<String> iterator() {
            return EvalTasks.NAMES.iterator();
        }
    }

    @Option(
            names = "--data",
            paramLabel = "PATH",
            description = "The task's file or folder (default: its usual place under REFORMATTED_DATA).")
    @Nullable
    String data;

    @Option(names = "--limit", paramLabel = "N", description = "Only the first N samples.")
    @Nullable
    Integer limit;

    @Option(names = "--shots", paramLabel = "N", description = "Solved examples before each question (default: 0).")
    int shots;

    @Option(names = "--shots-from", paramLabel = "FILE", description = "The file from which the examples are drawn.")
    @Nullable
    String shotsFrom;

    @Option(names = "--shot-seed", paramLabel = "S", description = "Seed for drawing the examples (default: 0).")
    long shotSeed;

    @Option(
            names = "--template",
            paramLabel = "NAME",
            description = "For --model: the chat template the model was trained with (default: ${DEFAULT-VALUE}).")
    String template = "plain";

    @Option(names = "--system", paramLabel = "TEXT", description = "A system prompt before every conversation.")
    @Nullable
    String system;

    @Option(
            names = "--max-new-tokens",
            paramLabel = "N",
            description = "Maximum number of tokens in an answer (default: ${DEFAULT-VALUE}).")
    int maxNewTokens = 1024;

    @Option(
            names = "--stop",
            paramLabel = "TEXT",
            description = "An answer ends before this text; the option may be repeated.")
    List<String> stop = List.of();

    @Option(
            names = "--temperature",
            paramLabel = "T",
            description = "0 always takes the most likely token (default: 0).")
    double temperature;

    @Option(names = "--seed", paramLabel = "S", description = "Seed for sampling (default: 0).")
    long seed;

    @Option(
            names = "--precision",
            paramLabel = "TYPE",
            description = "For --model: float32 or bfloat16 (default: on a graphics device the type of the stored"
                    + " weights, on the processor float32, which is faster there).")
    SftConfig.@Nullable Precision precision;

    @Mixin
    DeviceOptions device = new DeviceOptions();

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            description = "For --endpoint: number of concurrent requests (default: ${DEFAULT-VALUE}).")
    int concurrency = 8;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "The folder of the results.")
    Path out = Path.of("");

    @Option(names = "--json", description = "Print result.json.")
    boolean json;

    @Override
    public Integer call() {
        EvalConfig config = checked(() -> new EvalConfig(
                task,
                Optional.ofNullable(data),
                Optional.ofNullable(limit),
                shots,
                Optional.ofNullable(shotsFrom),
                shotSeed,
                new SamplingSettings(temperature, 1, 0, maxNewTokens, 1, stop, seed),
                Optional.empty()));
        Roots roots = Roots.of(Harness.checkout(), null, null, System.getenv(), Path.of(""));
        EvalResult result;
        try (StopNotice notice =
                StopNotice.show("answers so far are kept in " + out + "; run the same command again to continue")) {
            result = prompted(model(roots))
                    .evaluate(
                            EvalTasks.create(config, roots::dataFile), config, out, TerminalProgress.onStandardError());
        }
        if (json) {
            System.out.print(Json.pretty(result));
        } else {
            System.out.println(result.model());
            String name = result.task() + " v" + result.version() + (shots > 0 ? ", " + shots + " shots" : "");
            ScoreCommand.ScoredTask.table(System.out, name, result.n(), result.defaultPolicy(), result.policies());
            if (result.truncated() > 0) {
                System.out.println("  cut at " + maxNewTokens + " new tokens: " + result.truncated());
            }
        }
        return 0;
    }

    private <T> T checked(java.util.function.Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private EvaluatedModel model(Roots roots) {
        if (who.folder != null) {
            ChatTemplate named = checked(() -> ChatTemplate.named(template));
            return new EvaluatedCheckpoint(
                    who.folder,
                    named,
                    GenerationOptions.of(
                            who.folder,
                            device.device,
                            device.threads,
                            device.batchRows,
                            Optional.ofNullable(precision).map(SftConfig.Precision::type)));
        }
        ModelConfig asked = who.recording != null
                ? new RecordingConfig(who.recording.toAbsolutePath().toString(), Optional.empty())
                : ConfigBuilder.of(EndpointConfig.class)
                        .with("name", String.valueOf(who.endpoint))
                        .with("concurrency", concurrency)
                        .build();
        return ServiceModel.of(asked, roots, device.compute(), out.resolve(ArtifactStore.ANSWERS), out);
    }

    private EvaluatedModel prompted(EvaluatedModel model) {
        return system == null ? model : new Prompted(model, system);
    }

    /** A model with a system prompt. */
    private record Prompted(EvaluatedModel model, String system) implements EvaluatedModel {
        @Override
        public <T> T withChat(Function<ChatModel, T> use) {
            return model.withChat(opened -> use.apply(new SystemPromptModel(opened, system)));
        }

        @Override
        public <T> T withLikelihoods(BiFunction<LogLikelihoodModel, String, T> use) {
            throw new InputException(
                    "--system is not allowed with a task that compares the likelihoods of choices: raw text has no"
                            + " system prompt");
        }
    }
}
