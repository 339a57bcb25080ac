package org.reformatted.finetune.train.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.data.Conversation;

/**
 * What a run reads, with every path resolved.
 *
 * @param model the folder of the model, or of the tokenizer alone where the model starts from random weights; absent when there is neither
 * @param adapter the folder of the adapters that training goes on from
 * @param train what is trained on
 * @param validation what the loss is measured on
 */
public record SftInputs(
        Optional<Path> model,
        Optional<Path> adapter,
        TrainingSource train,
        Optional<SftInputs.ValidationInputs> validation) {
    /**
     * What a run reads that goes on from no adapters.
     *
     * @param model the folder of the model or tokenizer
     * @param train what is trained on
     * @param validation what the loss is measured on
     */
    public SftInputs(Optional<Path> model, TrainingSource train, Optional<SftInputs.ValidationInputs> validation) {
        this(model, Optional.empty(), train, validation);
    }

    /**
     * What the loss is measured on.
     *
     * @param examples examples of their own; absent: a share of the training examples is taken out
     * @param fraction that share
     * @param every steps between two measurements
     */
    public record ValidationInputs(Optional<TrainingSource> examples, double fraction, int every) {}

    /**
     * Trains a model on conversations.
     *
     * @param model a Hugging Face folder
     * @param conversations at least one
     * @return the inputs
     */
    public static SftInputs of(Path model, List<Conversation> conversations) {
        return new SftInputs(Optional.of(model), new TrainingSource.Conversations(conversations), Optional.empty());
    }

    /**
     * Finds what a config names.
     *
     * @param config names model and data
     * @param model finds a model's folder
     * @param data finds a data file
     * @return the inputs
     * @throws InputException when the config names no data
     */
    public static SftInputs of(SftConfig config, UnaryOperator<Path> model, UnaryOperator<Path> data) {
        SftData files = config.data()
                .orElseThrow(() -> new InputException(
                        "data: it is missing; name what to train on, such as data: {train: rows.jsonl}"));
        return new SftInputs(
                config.model().folder().map(Path::of).map(model),
                config.method().adapter().map(Path::of).map(model),
                new TrainingSource.ExamplesFile(data.apply(Path.of(files.train())), files.format()),
                files.validation().map(validation -> validation.of(files, data)));
    }
}
