package org.reformatted.finetune.train;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.reformatted.finetune.batch.TokenizedExample;
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
        Optional<Path> model, Optional<Path> adapter, Source train, Optional<SftInputs.Validation> validation) {
    /**
     * What a run reads that goes on from no adapters.
     *
     * @param model the folder of the model or tokenizer
     * @param train what is trained on
     * @param validation what the loss is measured on
     */
    public SftInputs(Optional<Path> model, Source train, Optional<SftInputs.Validation> validation) {
        this(model, Optional.empty(), train, validation);
    }

    /** Where examples come from. */
    public sealed interface Source {
        /**
         * Conversations, laid out by the config's template.
         *
         * @param conversations at least one
         */
        record Conversations(List<Conversation> conversations) implements Source {}

        /**
         * Examples in tokens, taken as they are.
         *
         * @param examples at least one
         */
        record Tokenized(List<TokenizedExample> examples) implements Source {}

        /**
         * A file of conversations or of tokenized rows.
         *
         * @param path the file
         * @param format the format's name; absent: found from the file
         */
        record File(Path path, Optional<String> format) implements Source {}
    }

    /**
     * What the loss is measured on.
     *
     * @param examples examples of their own; absent: a share of the training examples is taken out
     * @param fraction that share
     * @param every steps between two measurements
     */
    public record Validation(Optional<Source> examples, double fraction, int every) {}

    /**
     * Trains a model on conversations.
     *
     * @param model a Hugging Face folder
     * @param conversations at least one
     * @return the inputs
     */
    public static SftInputs of(Path model, List<Conversation> conversations) {
        return new SftInputs(Optional.of(model), new Source.Conversations(conversations), Optional.empty());
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
                new Source.File(data.apply(Path.of(files.train())), files.format()),
                files.validation().map(validation -> validation(files, validation, data)));
    }

    private static Validation validation(SftData files, SftData.Validation validation, UnaryOperator<Path> data) {
        if (validation instanceof SftData.Validation.File file) {
            Source source = new Source.File(data.apply(Path.of(file.path())), files.format());
            return new Validation(Optional.of(source), 0, files.evaluateEvery());
        }
        double fraction = ((SftData.Validation.Fraction) validation).fraction();
        return new Validation(Optional.empty(), fraction, files.evaluateEvery());
    }
}
