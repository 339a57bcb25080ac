package org.reformatted.experiments.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reformatted.eval.judge.JudgeCost;
import org.reformatted.experiments.config.Roots;
import org.reformatted.experiments.graph.LocalCheckpoints;
import org.reformatted.finetune.batch.ChatTemplate;
import org.reformatted.finetune.train.config.SftConfig;
import org.reformatted.realign.config.ConfigBuilder;
import org.reformatted.realign.llm.AnswerStore;
import org.reformatted.realign.llm.ChatModel;
import org.reformatted.realign.llm.CheckpointConfig;
import org.reformatted.realign.llm.EndpointConfig;
import org.reformatted.realign.llm.ModelAccess;
import org.reformatted.realign.llm.ModelConfig;
import org.reformatted.realign.llm.Price;
import org.reformatted.realign.llm.PriceTable;
import org.reformatted.realign.llm.RecordedChatModel;
import org.reformatted.realign.llm.RecordingConfig;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of the judge: the model, the store of its replies, and the budget. */
final class JudgeModelOptions {
    /** A service's model, a checkpoint, or a recording. */
    static final class JudgeChoice {
        @Option(names = "--model", paramLabel = "NAME", description = "The judge's name at its service.")
        @Nullable
        String model;

        @Option(
                names = "--model-dir",
                paramLabel = "DIR",
                description = "A checkpoint as judge: a Hugging Face folder; it gets one question after the other.")
        @Nullable
        Path folder;

        @Option(
                names = "--replay",
                paramLabel = "FILE",
                description = "Replay the judge's replies from a recording; nothing is sent.")
        @Nullable
        Path replay;

        private String name() {
            return model != null ? model : String.valueOf(folder == null ? replay : folder.getFileName());
        }
    }

    @Option(
            names = "--template",
            paramLabel = "NAME",
            description = "For --model-dir: the conversation template the model was trained with (default:"
                    + " ${DEFAULT-VALUE}).")
    String template = "plain";

    @Option(
            names = "--precision",
            paramLabel = "TYPE",
            description = "For --model-dir: float32 or bfloat16 (default: ${DEFAULT-VALUE}).")
    SftConfig.Precision precision = SftConfig.Precision.FLOAT32;

    @Mixin
    DeviceOptions device = new DeviceOptions();

    @Option(names = "--record", paramLabel = "FILE", description = "Record every call, for --replay.")
    @Nullable
    Path record;

    @Option(
            names = "--answers",
            paramLabel = "FILE",
            description = "The file that stores replies, so that none is paid for twice (default: ${DEFAULT-VALUE}).")
    Path answers = Path.of("judge-answers.sqlite");

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            description = "Number of concurrent requests (default: ${DEFAULT-VALUE}).")
    int concurrency = 8;

    @Option(names = "--budget", paramLabel = "USD", description = "Stop before more than this is spent.")
    @Nullable
    Double budget;

    @Option(
            names = "--price",
            paramLabel = "USD",
            arity = "2",
            description = "Price of a million prompt tokens and of a million completion tokens (default: from the"
                    + " bundled table).")
    double @Nullable [] price;

    /** The problem with the options, as a sentence. */
    Optional<String> problem(JudgeChoice who) {
        if (concurrency <= 0) {
            return Optional.of("--concurrency (" + concurrency + ") must be positive");
        }
        if (budget != null && budget <= 0) {
            return Optional.of("--budget (" + budget + ") must be positive");
        }
        if (budget != null && price(who).isEmpty()) {
            return Optional.of(
                    "--budget needs a price, and the bundled table has none for " + who.name() + "; give --price");
        }
        if (price != null && (price[0] < 0 || price[1] < 0)) {
            return Optional.of("--price must not be negative");
        }
        return templateProblem();
    }

    private Optional<String> templateProblem() {
        try {
            ChatTemplate.named(template);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of("--template: " + e.getMessage());
        }
    }

    private Optional<Price> price(JudgeChoice who) {
        if (price != null) {
            return Optional.of(new Price(price[0], price[1]));
        }
        return who.model == null ? Optional.empty() : PriceTable.bundled().price(who.model);
    }

    /** The config of the model that the options name. */
    ModelConfig config(JudgeChoice who) {
        if (who.replay != null) {
            return new RecordingConfig(who.replay.toString(), Optional.empty());
        }
        if (who.folder != null) {
            return new CheckpointConfig(
                    who.folder.toString(), template, precision.name().toLowerCase(Locale.ROOT), Optional.empty());
        }
        ConfigBuilder<EndpointConfig> endpoint =
                ConfigBuilder.of(EndpointConfig.class).with("name", who.name()).with("concurrency", concurrency);
        price(who).ifPresent(known -> endpoint.with("price", known));
        Optional.ofNullable(budget).ifPresent(limit -> endpoint.with("budget", limit));
        return endpoint.build();
    }

    /** The number of questions that are sent at the same time. */
    int threads(JudgeChoice who) {
        return config(who).concurrency();
    }

    /** The text that a dry run prints. */
    String cost(JudgeChoice who, JudgeCost cost) {
        String counted = cost.requests() + " requests, at most " + cost.most().promptTokens() + " prompt tokens, "
                + cost.most().completionTokens() + " completion tokens, ";
        if (who.model == null) {
            return counted + "at no cost";
        }
        return counted
                + price(who)
                        .map(known -> String.format(Locale.ROOT, "%.2f USD", known.of(cost.most())))
                        .orElse("cost unknown: no price for " + who.name() + ", give --price");
    }

    /** A judge and the store of its replies; closing this closes both. */
    record OpenedJudge(ChatModel model, AnswerStore store) implements AutoCloseable {
        @Override
        public void close() {
            model.close();
            store.close();
        }
    }

    OpenedJudge open(JudgeChoice who) {
        Roots here = new Roots(List.of(), List.of(Path.of("").toAbsolutePath()));
        AnswerStore store = AnswerStore.open(answers);
        try {
            ModelAccess access =
                    new ModelAccess(Path::of, new LocalCheckpoints(here, device.compute()), System.getenv(), store);
            return new OpenedJudge(recorded(config(who).open(access)), store);
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private ChatModel recorded(ChatModel judge) {
        return record == null ? judge : RecordedChatModel.recording(judge, record);
    }
}
