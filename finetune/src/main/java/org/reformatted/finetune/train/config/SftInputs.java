package org.reformatted.finetune.train.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.data.Conversation;

/**
 * The inputs of a run, with every path resolved.
 *
 * @param model the folder of the model, or of the tokenizer if the model starts from random weights; absent if there is neither
 * @param adapter the folder of the adapters that training starts from
 * @param train source of the training examples
 * @param validation source of the validation examples
 */
public record SftInputs(
        Optional<Path> model,
        Optional<Path> adapter,
        TrainingSource train,
        Optional<SftInputs.ValidationInputs> validation) {
    /**
     * Creates the inputs of a run that does not start from adapters.
     *
     * @param model the folder of the model or tokenizer
     * @param train source of the training examples
     * @param validation source of the validation examples
     */
    public SftInputs(Optional<Path> model, TrainingSource train, Optional<SftInputs.ValidationInputs> validation) {
        this(model, Optional.empty(), train, validation);
    }

    /**
     * The validation data.
     *
     * @param examples separate examples; absent if a fraction of the training examples is used
     * @param fraction that fraction
     * @param every number of steps between two measurements
     */
    public record ValidationInputs(Optional<TrainingSource> examples, double fraction, int every) {}

    /**
     * Creates the inputs to train a model on conversations.
     *
     * @param model a Hugging Face folder
     * @param conversations at least one
     * @return the inputs
     */
    public static SftInputs of(Path model, List<Conversation> conversations) {
        return new SftInputs(Optional.of(model), new TrainingSource.Conversations(conversations), Optional.empty());
    }

    /**
     * Resolves the paths of a config.
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
                        "data: it is missing; name the training data, such as data: {train: rows.jsonl}"));
        return new SftInputs(
                config.model().folder().map(Path::of).map(model),
                config.method().adapter().map(Path::of).map(model),
                new TrainingSource.ExamplesFile(data.apply(Path.of(files.train())), files.format()),
                files.validation().map(validation -> validation.of(files, data)));
    }
}
