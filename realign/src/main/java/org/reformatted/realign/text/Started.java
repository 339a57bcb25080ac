package org.reformatted.realign.text;

import java.util.List;
import java.util.stream.IntStream;
import org.reformatted.realign.base.InputException;

/** Joins the tokens of a text with those that the tokenizer's files add around it. */
final class Started {
    private Started() {}

    /** Adds the tokens. A model needs at least one token, so an empty sequence gets the start token, or else the end token. */
    static int[] join(Tokenizer tokenizer, int[] ids, boolean withEnd) {
        SequenceTokens sequence = tokenizer.sequence();
        List<Integer> after = withEnd ? sequence.after() : List.of();
        if (ids.length + sequence.before().size() + after.size() == 0) {
            return new int[] {only(sequence)};
        }
        IntStream before = sequence.before().stream().mapToInt(Integer::intValue);
        IntStream behind = after.stream().mapToInt(Integer::intValue);
        return IntStream.concat(IntStream.concat(before, IntStream.of(ids)), behind)
                .toArray();
    }

    private static int only(SequenceTokens sequence) {
        return sequence.start()
                .orElseGet(() -> sequence.end()
                        .orElseThrow(() -> new InputException("a text without tokens cannot be given to this model: its"
                                + " tokenizer has neither a start token nor an end token; give a text")));
    }
}
