package org.reformatted.realign.text;

import java.util.List;
import java.util.OptionalInt;

/**
 * The tokens at the ends of a sequence, as a tokenizer's files name them. A tokenizer may have a start token and yet put none before a text
 * (SmolLM2, GPT-2, Qwen).
 *
 * @param start id of the start token, if there is one
 * @param end id of the token that ends a text, if there is one
 * @param before ids that are put before every text
 * @param after ids that are put behind every text
 */
public record SequenceTokens(OptionalInt start, OptionalInt end, List<Integer> before, List<Integer> after) {
    /** Copies the lists. */
    public SequenceTokens {
        before = List.copyOf(before);
        after = List.copyOf(after);
    }

    /**
     * A tokenizer that puts its start token before every text, such as LLaMA's.
     *
     * @param start id of the start token
     * @param end id of the end token
     * @return the tokens
     */
    public static SequenceTokens startedBy(int start, int end) {
        return new SequenceTokens(OptionalInt.of(start), OptionalInt.of(end), List.of(start), List.of());
    }
}
