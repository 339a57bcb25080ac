package org.reformatted.finetune.train.input;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.reformatted.finetune.batch.ChatEncoder;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.finetune.model.LlamaConfig;
import org.reformatted.finetune.model.LlamaModel;
import org.reformatted.finetune.train.config.ModelSource;
import org.reformatted.finetune.train.config.SftConfig;
import org.reformatted.finetune.train.config.SftInputs;
import org.reformatted.finetune.weights.CompanionFiles;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.text.Tokenizer;
import org.reformatted.realign.text.Tokenizers;

/**
 * The base of a training: a shape, weights that are loaded or random, and the tokenizer.
 *
 * @param source the model in the config
 * @param type of the weights in training
 * @param folder of the model or of the tokenizer
 * @param adapter folder of the adapters that training starts from
 * @param shape of the model, without the rows that are added for new tokens
 * @param encoder template and tokenizer; absent when the data are tokenized
 */
public record BaseModel(
        ModelSource source,
        NumberType type,
        Optional<Path> folder,
        Optional<Path> adapter,
        LlamaConfig shape,
        Optional<ChatEncoder> encoder) {
    /**
     * Reads shape, template and tokenizer, but no weights.
     *
     * @param config of the run
     * @param inputs the inputs of the run
     * @return the base of the training
     * @throws InputException when the model's folder cannot be used, or its tokenizer has more tokens than the model has rows
     */
    public static BaseModel of(SftConfig config, SftInputs inputs) {
        LlamaConfig shape = config.model().shape(inputs.model());
        Optional<Tokenizer> tokenizer =
                inputs.train().isTokenized() ? Optional.empty() : inputs.model().map(Tokenizers::load);
        tokenizer.ifPresent(present -> Tokenizers.checkVocabulary(
                present, shape.vocabularySize(), inputs.model().orElseThrow()));
        return new BaseModel(
                config.model(),
                config.precision().type(),
                inputs.model(),
                inputs.adapter(),
                shape,
                tokenizer.map(present ->
                        new ChatEncoder(config.template(), inputs.model().orElseThrow(), present)));
    }

    /**
     * The rows of the embedding: the model's, or more if the template adds tokens.
     *
     * @return the number of rows
     */
    public int vocabularySize() {
        return Math.max(
                shape.vocabularySize(),
                encoder.map(present -> present.tokenizer().vocabularySize()).orElse(0));
    }

    /**
     * Whether the template needs rows that the model lacks.
     *
     * @return whether the vocabulary grows
     */
    public boolean grows() {
        return vocabularySize() > shape.vocabularySize();
    }

    /**
     * The longest example of a run.
     *
     * @param config of the run
     * @return tokens
     * @throws InputException when the config sets more than the model's positions
     */
    public int maxLength(SftConfig config) {
        int most = config.maxLength().orElse(shape.maxPositions());
        if (most > shape.maxPositions()) {
            throw InputException.at(
                    "maxLength",
                    "it is " + most,
                    "at most " + shape.maxPositions() + ", the model's maximum",
                    "lower it or leave it out");
        }
        return most;
    }

    /**
     * Loads the weights, or draws them at random.
     *
     * @param device the device of the model
     * @return the model, with the rows that the template adds; the caller closes it
     */
    public LlamaModel load(Device device) {
        return source.load(folder, shape.withVocabularySize(vocabularySize()), device, type);
    }

    /**
     * Copies the tokenizer's files and the generation config into the folder of a checkpoint or an adapter, with the template's tokens that end an
     * answer.
     *
     * @param target the folder
     * @throws IOException when a file cannot be written
     */
    public void saveCompanions(Path target) throws IOException {
        Optional<Tokenizer> tokenizer = tokenizer();
        if (tokenizer.isPresent()) {
            CompanionFiles.copy(
                    folder.orElseThrow(),
                    folder.orElseThrow(),
                    target,
                    tokenizer.get(),
                    encoder.map(ChatEncoder::stopIds).orElse(Set.of()));
        }
    }

    /**
     * The tokenizer, with the tokens that the template adds.
     *
     * @return the tokenizer; empty when the model's folder has none
     */
    public Optional<Tokenizer> tokenizer() {
        if (folder.isPresent() && encoder.isPresent()) {
            return Optional.of(encoder.get().tokenizer());
        }
        return folder.filter(Tokenizers::isPresent).map(Tokenizers::load);
    }
}
