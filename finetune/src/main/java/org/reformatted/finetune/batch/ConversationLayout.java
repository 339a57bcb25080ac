package org.reformatted.finetune.batch;

import java.util.List;
import java.util.Optional;
import org.reformatted.realign.data.Turn;

/**
 * A template that is ready to use. It converts a conversation to segments that are tokenized separately, so that the turn of every token is known.
 * The text of an assistant and the token that ends it are learned; text that the template adds before it is not.
 */
public interface ConversationLayout {
    /**
     * Converts a conversation to segments.
     *
     * @param turns the turns; if the last turn is the user's, the segments end where the assistant's answer starts
     * @return the segments, in order
     * @throws org.reformatted.realign.base.InputException when the template does not support these turns
     */
    List<Segment> segments(List<Turn> turns);

    /**
     * The token that ends an assistant's turn.
     *
     * @return its text; empty for the tokenizer's end token
     */
    default Optional<String> endOfTurn() {
        return Optional.empty();
    }

    /**
     * The special tokens that a base model lacks; their rows are added to its embedding.
     *
     * @return their texts, in order of their ids
     */
    default List<String> addedTokens() {
        return endOfTurn().stream().toList();
    }

    /**
     * Returns the assistant's answer in a generated text, without the text that the template puts around it.
     *
     * @param written the generated text
     * @return the answer
     */
    default String answer(String written) {
        return written;
    }
}
