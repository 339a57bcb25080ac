package org.reformatted.finetune.train.input;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.reformatted.finetune.batch.ExamplePrinter;
import org.reformatted.finetune.batch.TokenizedExample;
import org.reformatted.finetune.train.config.SftConfig;
import org.reformatted.finetune.train.config.SftInputs;
import org.reformatted.finetune.train.config.TrainingSource;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.data.Conversation;
import org.reformatted.realign.data.DataFormats;
import org.reformatted.realign.text.Tokenizer;
import org.reformatted.realign.text.Tokenizers;

/** Shows the first examples of a training as the model receives them, without training. */
public final class TrainingPreview {
    private TrainingPreview() {}

    /**
     * Shows the first examples of a run's training data.
     *
     * @param config the run's settings
     * @param inputs the inputs of the run
     * @param count the maximum number of examples
     * @param colour whether the output is a terminal
     * @return one text for each example, in the order of the data
     * @throws InputException when the data cannot be used, or there is no tokenizer to decode tokens
     */
    public static List<String> show(SftConfig config, SftInputs inputs, int count, boolean colour) {
        BaseModel base = BaseModel.of(config, inputs);
        List<TokenizedExample> examples =
                TrainingSet.read(inputs.train(), config, base).examples();
        ExamplePrinter printer = new ExamplePrinter(tokenizer(base), colour);
        return examples.stream().limit(count).map(printer::print).toList();
    }

    /**
     * Reads the first conversations of a training file.
     *
     * @param file the file
     * @param format the format's name; detected from the file if absent
     * @param count the maximum number of conversations
     * @return the conversations; empty for a tokenized file
     * @throws InputException when the file has no rows, or one of the first rows cannot be read
     */
    public static List<Conversation> firstRows(Path file, Optional<String> format, int count) {
        if (new TrainingSource.ExamplesFile(file, format).isTokenized()) {
            return List.of();
        }
        try (Stream<Conversation> rows = DataFormats.read(file, format)) {
            List<Conversation> first = rows.limit(count).toList();
            if (first.isEmpty()) {
                throw InputException.at(file, "no rows", "a row or more", "name a file that has some");
            }
            return first;
        }
    }

    private static Tokenizer tokenizer(BaseModel base) {
        return base.encoder()
                .map(encoder -> encoder.tokenizer())
                .orElseGet(() -> Tokenizers.load(base.folder()
                        .orElseThrow(() -> new InputException(
                                "model: there is no tokenizer to decode tokens; name a Hugging Face folder"))));
    }
}
