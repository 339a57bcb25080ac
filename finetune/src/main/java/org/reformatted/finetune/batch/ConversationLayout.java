package org.reformatted.finetune.batch;

import java.util.List;
import java.util.Optional;
import org.reformatted.realign.data.Turn;

/**
 * A template that is ready to lay conversations out: as segments that are tokenized one by one, so that it is known of every token whose words it is.
 * What an assistant says and the token that ends it are learned; what the template adds in front is not.
 */
public interface ConversationLayout {
    /**
     * Lays a conversation out.
     *
     * @param turns what is said; when the last turn is the user's, the segments end where the assistant is to speak
     * @return the segments, in order
     * @throws org.reformatted.realign.base.InputException when the template has no place for such turns
     */
    List<Segment> segments(List<Turn> turns);

    /**
     * The token that ends an assistant's turn.
     *
     * @return its spelling; empty for the tokenizer's end token
     */
    default Optional<String> endOfTurn() {
        return Optional.empty();
    }

    /**
     * The special tokens that a base model lacks; their rows are added to its embedding.
     *
     * @return their spellings, in order of their ids
     */
    default List<String> addedTokens() {
        return endOfTurn().stream().toList();
    }

    /**
     * What an assistant said, from the text a model wrote: takes away what the template put around it.
     *
     * @param written the model's text
     * @return the answer
     */
    default String answer(String written) {
        return written;
    }
}
