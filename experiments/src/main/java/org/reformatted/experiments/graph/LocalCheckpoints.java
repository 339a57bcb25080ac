package org.reformatted.experiments.graph;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.reformatted.experiments.config.Compute;
import org.reformatted.experiments.config.Roots;
import org.reformatted.finetune.batch.ChatTemplate;
import org.reformatted.finetune.generate.GenerationOptions;
import org.reformatted.finetune.generate.LlamaChatModel;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.finetune.train.config.SftConfig;
import org.reformatted.finetune.weights.HuggingFaceCheckpoint;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.config.ConfigTree;
import org.reformatted.realign.llm.ChatModel;
import org.reformatted.realign.llm.CheckpointConfig;

/**
 * Opens checkpoints that classify or rewrite.
 *
 * @param roots the folders of models
 * @param compute the device on which they run
 */
public record LocalCheckpoints(Roots roots, Compute compute) implements CheckpointConfig.Opener {
    @Override
    public ChatModel open(CheckpointConfig checkpoint) {
        return LlamaChatModel.open(folder(checkpoint), template(checkpoint), options(checkpoint));
    }

    @Override
    public String identity(CheckpointConfig checkpoint) {
        return LlamaChatModel.identity(folder(checkpoint), template(checkpoint), options(checkpoint));
    }

    /** A checkpoint to evaluate: it generates answers and gives likelihoods of choices. */
    EvaluatedCheckpoint evaluated(CheckpointConfig checkpoint) {
        return new EvaluatedCheckpoint(folder(checkpoint), template(checkpoint), options(checkpoint));
    }

    /** The shape and the number type of a loaded checkpoint. */
    GenerationMemoryEstimate.Model loaded(CheckpointConfig checkpoint) {
        return new GenerationMemoryEstimate.Model(
                HuggingFaceCheckpoint.open(folder(checkpoint)).config(), type(checkpoint));
    }

    private Path folder(CheckpointConfig checkpoint) {
        return roots.modelFolder(checkpoint.path());
    }

    /** The checkpoints that a config names, by their keys. */
    static Map<String, CheckpointConfig> of(Record config) {
        return ConfigTree.parts(config, CheckpointConfig.class);
    }

    static ChatTemplate template(CheckpointConfig checkpoint) {
        try {
            ChatTemplate template = ChatTemplate.named(checkpoint.template());
            if (template instanceof ChatTemplate.Jinja) {
                throw InputException.at(
                        "checkpoint (" + checkpoint.path() + ")",
                        "template: " + checkpoint.template(),
                        "a name, or model for the template next to the weights",
                        "put the file into the checkpoint's folder as chat_template.jinja and write template: model");
            }
            return template;
        } catch (IllegalArgumentException e) {
            throw new InputException("checkpoint (" + checkpoint.path() + "): " + e.getMessage(), e);
        }
    }

    private GenerationOptions options(CheckpointConfig checkpoint) {
        return GenerationOptions.of(compute.device(), compute.threads(), compute.batchRows(), type(checkpoint));
    }

    private static NumberType type(CheckpointConfig checkpoint) {
        return SftConfig.Precision.valueOf(checkpoint.precision().toUpperCase(Locale.ROOT))
                .type();
    }
}
