package org.reformatted.experiments.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reformatted.experiments.config.Roots;
import org.reformatted.experiments.graph.LocalCheckpoints;
import org.reformatted.realign.classify.ChatTaskClassifier;
import org.reformatted.realign.classify.TaskClassifier;
import org.reformatted.realign.config.ConfigBuilder;
import org.reformatted.realign.criteria.CriteriaBook;
import org.reformatted.realign.llm.AnswerStore;
import org.reformatted.realign.llm.ChatModel;
import org.reformatted.realign.llm.CheckpointConfig;
import org.reformatted.realign.llm.EndpointConfig;
import org.reformatted.realign.llm.RecordedChatModel;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options that name a classifier of any kind: one without a language model, a finetuned checkpoint, a chat model, or a recording of a chat model. */
final class ClassifierOptions {
    @Spec(Spec.Target.MIXEE)
    CommandSpec spec = CommandSpec.create();

    @Mixin
    ClassifyCommand.Chosen without = new ClassifyCommand.Chosen();

    @Option(
            names = "--checkpoint",
            paramLabel = "DIR",
            description = "A model that was finetuned on data written by classify data.")
    @Nullable
    Path checkpoint;

    @Option(
            names = "--template",
            paramLabel = "NAME",
            description = "The checkpoint's chat template (default: ${DEFAULT-VALUE}).")
    String template = "openchat";

    @Option(
            names = "--precision",
            paramLabel = "TYPE",
            description = "The checkpoint's type, float32 or bfloat16 (default: ${DEFAULT-VALUE}).")
    String precision = "float32";

    @Option(names = "--model", paramLabel = "NAME", description = "A chat model's name at its service.")
    @Nullable
    String model;

    @Option(
            names = "--replay",
            paramLabel = "FILE",
            description = "Replay the answers of a chat model from a recording; nothing is sent.")
    @Nullable
    Path replay;

    @Option(names = "--record", paramLabel = "FILE", description = "Record the chat model's calls, for --replay.")
    @Nullable
    Path record;

    @Option(
            names = "--answers",
            paramLabel = "FILE",
            description = "The file that stores a chat model's answers, so that none is paid for twice (default:"
                    + " ${DEFAULT-VALUE}).")
    Path answers = Path.of("classify-answers.sqlite");

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            description = "Number of concurrent requests to the chat model (default: ${DEFAULT-VALUE}).")
    int concurrency = 8;

    @Mixin
    DeviceOptions device = new DeviceOptions();

    /**
     * The opened classifier and its store.
     *
     * @param classifier the classifier
     * @param store the store of its answers; absent when no service is called
     */
    record OpenedClassifier(TaskClassifier classifier, Optional<AnswerStore> store) implements AutoCloseable {
        @Override
        public void close() {
            classifier.close();
            store.ifPresent(AnswerStore::close);
        }
    }

    OpenedClassifier open() {
        CriteriaBook criteria = CriteriaBook.bundled();
        if (checkpoint != null) {
            return new OpenedClassifier(ChatTaskClassifier.finetuned(local(checkpoint), criteria), Optional.empty());
        }
        if (replay != null) {
            return new OpenedClassifier(
                    new ChatTaskClassifier(RecordedChatModel.replay(replay), criteria), Optional.empty());
        }
        if (model == null) {
            return new OpenedClassifier(without.open(), Optional.empty());
        }
        AnswerStore store = AnswerStore.open(answers);
        ChatModel asked = endpoint(model).open(System.getenv(), store);
        ChatModel heard = record == null ? asked : RecordedChatModel.recording(asked, record);
        return new OpenedClassifier(new ChatTaskClassifier(heard, criteria), Optional.of(store));
    }

    private ChatModel local(Path folder) {
        Roots here = new Roots(List.of(), List.of(Path.of("").toAbsolutePath()));
        return new LocalCheckpoints(here, device.compute())
                .open(new CheckpointConfig(folder.toString(), template, precision, Optional.empty()));
    }

    private EndpointConfig endpoint(String name) {
        return ConfigBuilder.of(EndpointConfig.class)
                .with("name", name)
                .with("concurrency", concurrency)
                .build();
    }

    /** Throws an exception when the options are inconsistent. */
    void check() {
        List<String> chosen = Stream.of(
                        Map.entry("--classifier", Optional.ofNullable(without.file)),
                        Map.entry("--checkpoint", Optional.ofNullable(checkpoint)),
                        Map.entry("--model", Optional.ofNullable(model)),
                        Map.entry("--replay", Optional.ofNullable(replay)))
                .filter(option -> option.getValue().isPresent())
                .map(Map.Entry::getKey)
                .toList();
        require(chosen.size() < 2, String.join(" and ", chosen) + " exclude each other; give one of them");
        require(record == null || model != null, "--record needs --model NAME, whose calls are recorded");
        require(concurrency > 0, "--concurrency (" + concurrency + ") must be positive");
    }

    private void require(boolean holds, String sentence) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), sentence);
        }
    }
}
