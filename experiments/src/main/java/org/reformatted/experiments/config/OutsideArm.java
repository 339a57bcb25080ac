package org.reformatted.experiments.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.reformatted.finetune.train.config.SftConfig;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.config.Default;
import org.reformatted.realign.config.Identity;
import org.reformatted.realign.config.InputFile;
import org.reformatted.realign.llm.CheckpointConfig;
import org.reformatted.realign.llm.EndpointConfig;
import org.reformatted.realign.llm.ModelConfig;
import org.reformatted.realign.llm.RecordingConfig;

/** An arm that is not trained by the experiment: it has no seed and no record of its training. */
public sealed interface OutsideArm extends ArmConfig {
    /**
     * The model that answers.
     *
     * @param finetune the experiment's {@code finetune}, whose base model {@link Base} uses
     * @return the model; absent if the answers are saved already
     */
    Optional<ModelConfig> model(Optional<SftConfig> finetune);

    /**
     * The files of saved answers.
     *
     * @return the files by the task's name; empty if a model answers
     */
    default Map<String, String> answers() {
        return Map.of();
    }

    /**
     * The known origin of the arm, as the end of "not proven, because".
     *
     * @return half a sentence
     */
    String origin();

    @Override
    default <T> T match(Function<ArmData, T> responses, Function<Data, T> rows, Function<OutsideArm, T> outside) {
        return outside.apply(this);
    }

    /** Rejects sampling in an arm's model, because {@code evaluate} defines it. */
    private static void requireNoSampling(ModelConfig model, String name) {
        Check.argument(
                model.sampling().isEmpty(),
                "%s.sampling is not allowed in an arm: sampling is defined in each entry of evaluate; remove it",
                name);
    }

    /**
     * The base model without finetuning: {@code base}.
     *
     * @param path its folder, relative to the model root; default: the folder of {@code finetune.model}
     * @param template the chat template of its prompts; a base model was trained without one
     * @param precision the number type of the computation, {@code float32} or {@code bfloat16}; default: that of {@code finetune}
     */
    record Base(
            @InputFile(InputFile.Root.MODEL) Optional<String> path,
            @Default("plain") @Identity String template,
            @Identity Optional<SftConfig.Precision> precision)
            implements OutsideArm {
        @Override
        public Optional<ModelConfig> model(Optional<SftConfig> finetune) {
            String folder = path.or(() -> finetune.flatMap(sft -> sft.model().weights()))
                    .orElseThrow(() -> new IllegalArgumentException(
                            "base needs path: there is no finetune.model whose weights are loaded from a folder"));
            SftConfig.Precision type =
                    precision.or(() -> finetune.map(SftConfig::precision)).orElse(SftConfig.Precision.FLOAT32);
            return Optional.of(
                    new CheckpointConfig(folder, template, type.name().toLowerCase(Locale.ROOT), Optional.empty()));
        }

        @Override
        public String origin() {
            return "it is a base model, which is not trained here";
        }
    }

    /**
     * An external checkpoint: {@code {checkpoint: {path: DIR, template: NAME}}}.
     *
     * @param checkpoint the checkpoint with its chat template; without sampling, which {@code evaluate} defines
     */
    record Checkpoint(CheckpointConfig checkpoint) implements OutsideArm {
        /** Rejects sampling. */
        public Checkpoint {
            requireNoSampling(checkpoint, "checkpoint");
        }

        @Override
        public Optional<ModelConfig> model(Optional<SftConfig> finetune) {
            return Optional.of(checkpoint);
        }

        @Override
        public String origin() {
            return "it is a checkpoint from outside, and no record says how it was trained";
        }
    }

    /**
     * A model of a service with the chat-completions protocol: {@code {endpoint: {name: NAME}}}.
     *
     * @param endpoint the service's model; without sampling, which {@code evaluate} defines
     */
    record Endpoint(EndpointConfig endpoint) implements OutsideArm {
        /** Rejects sampling. */
        public Endpoint {
            requireNoSampling(endpoint, "endpoint");
        }

        @Override
        public Optional<ModelConfig> model(Optional<SftConfig> finetune) {
            return Optional.of(endpoint);
        }

        @Override
        public String origin() {
            return "it is a service's model, and no record says how it was trained";
        }
    }

    /**
     * Recorded answers of a service, replayed: {@code {recording: {file: FILE}}}.
     *
     * @param recording the recording; without sampling, which {@code evaluate} defines
     */
    record Recording(RecordingConfig recording) implements OutsideArm {
        /** Rejects sampling. */
        public Recording {
            requireNoSampling(recording, "recording");
        }

        @Override
        public Optional<ModelConfig> model(Optional<SftConfig> finetune) {
            return Optional.of(recording);
        }

        @Override
        public String origin() {
            return "its answers are recorded, and no record says how the model was trained";
        }
    }

    /**
     * Answers that any tool saved, in the formats that {@code score --predictions} reads: {@code {predictions: {gsm8k: FILE}}}.
     *
     * @param predictions the file of each task, relative to the data root; tasks without a file are left out for this arm
     */
    record Predictions(@InputFile Map<String, String> predictions) implements OutsideArm {
        /** Checks that at least one file is named. */
        public Predictions {
            predictions = Collections.unmodifiableMap(new LinkedHashMap<>(predictions));
            Check.argument(!predictions.isEmpty(), "predictions must name the file of a task, such as {gsm8k: FILE}");
        }

        @Override
        public Optional<ModelConfig> model(Optional<SftConfig> finetune) {
            return Optional.empty();
        }

        @Override
        public Map<String, String> answers() {
            return predictions;
        }

        @Override
        public String origin() {
            return "its answers were made elsewhere, and no record says by which model";
        }
    }
}
