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
 * The examples of a run, cut to the maximum length, and how many were left out and why.
 *
 * @param examples what is trained on
 * @param skipped rows left out because they cannot be read or laid out
 * @param unsupervised examples left out because nothing in them is learned
 * @param truncated examples that were cut
 */
public record TrainingSet(List<TokenizedExample> examples, long skipped, int unsupervised, int truncated) {
    /**
     * Reads the examples that a run trains on.
     *
     * @param source where from
     * @param config of the run
     * @param base of the run
     * @return the examples
     * @throws InputException when there are none, or no tokenizer for conversations
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
            throw new InputException("the training data: of " + unsupervised
                    + " examples none has a token to learn within maxLength (" + maxLength
                    + "); raise maxLength, or check the loss masks");
        }
        return new TrainingSet(List.copyOf(kept), skipped.count(), unsupervised, truncated);
    }

    /**
     * A set of some of the examples.
     *
     * @param chosen whether an example is kept, by its index
     * @return the kept ones in their order
     */
    public TrainingSet only(IntPredicate chosen) {
        List<TokenizedExample> kept = IntStream.range(0, examples.size())
                .filter(chosen)
                .mapToObj(examples::get)
                .toList();
        return new TrainingSet(kept, skipped, unsupervised, truncated);
    }
}
