package org.reformatted.finetune.train.input;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.reformatted.finetune.batch.TokenizedExample;
import org.reformatted.finetune.train.config.SftConfig;
import org.reformatted.finetune.train.config.TrainingSource;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.data.SkippedRows;

/**
 * The examples of a run, truncated to the maximum length, and the numbers of rows and examples that were left out.
 *
 * @param examples the training examples
 * @param skipped number of rows left out because they cannot be read or encoded with the template
 * @param unsupervised number of examples left out because they have no token to learn
 * @param truncated number of truncated examples
 */
public record TrainingSet(List<TokenizedExample> examples, long skipped, int unsupervised, int truncated) {
    /**
     * Reads the training examples of a run.
     *
     * @param source the source of the examples
     * @param config of the run
     * @param base of the run
     * @return the examples
     * @throws InputException when there are no examples, or no tokenizer for conversations
     */
    public static TrainingSet read(TrainingSource source, SftConfig config, BaseModel base) {
        SkippedRows skipped = new SkippedRows(config.skipInvalid());
        int maxLength = base.maxLength(config);
        List<TokenizedExample> kept = new ArrayList<>();
        int unsupervised = 0;
        int truncated = 0;
        for (TokenizedExample example : source.examples(base.encoder(), base.vocabularySize(), skipped)) {
            TokenizedExample cut = example.truncated(maxLength);
            truncated += example.length() > maxLength ? 1 : 0;
            if (cut.supervisedTokens() == 0) {
                unsupervised++;
            } else {
                kept.add(cut);
            }
        }
        if (kept.isEmpty()) {
            throw new InputException("the training data: none of " + unsupervised
                    + " examples has a token to learn within maxLength (" + maxLength
                    + "); raise maxLength, or check the loss masks");
        }
        return new TrainingSet(List.copyOf(kept), skipped.count(), unsupervised, truncated);
    }

    /**
     * Returns a set with some of the examples.
     *
     * @param chosen whether to keep the example of an index
     * @return the kept examples in their order
     */
    public TrainingSet only(IntPredicate chosen) {
        List<TokenizedExample> kept = IntStream.range(0, examples.size())
                .filter(chosen)
                .mapToObj(examples::get)
                .toList();
        return new TrainingSet(kept, skipped, unsupervised, truncated);
    }
}
