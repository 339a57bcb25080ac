package org.reformatted.realign.text;

import java.util.List;
import java.util.OptionalInt;

/**
 * The tokens at the ends of a sequence, from the tokenizer's files. A tokenizer may have a start token without adding it before texts (SmolLM2,
 * GPT-2, Qwen).
 *
 * @param start the id of the start token, if there is one
 * @param end the id of the token that ends a text, if there is one
 * @param before the ids that are added before every text
 * @param after the ids that are added after every text
 */
public record SequenceTokens(OptionalInt start, OptionalInt end, List<Integer> before, List<Integer> after) {
    /** Copies the lists. */
    public SequenceTokens {
        before = List.copyOf(before);
        after = List.copyOf(after);
    }

    /**
     * Returns the tokens of a tokenizer that adds its start token before every text, such as LLaMA's.
     *
     * @param start the id of the start token
     * @param end the id of the end token
     * @return the tokens
     */
    public static SequenceTokens startedBy(int start, int end) {
        return new SequenceTokens(OptionalInt.of(start), OptionalInt.of(end), List.of(start), List.of());
    }
}
