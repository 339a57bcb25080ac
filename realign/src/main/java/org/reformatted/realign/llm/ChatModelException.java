package org.reformatted.realign.llm;

import org.reformatted.realign.base.InputException;

/** A language model gave no usable answer. The message names the model and the reason, never a key. */
public class ChatModelException extends InputException {
    private final FailureCause failure;

    /**
     * Creates an exception from a finished sentence.
     *
     * @param failure the kind of failure
     * @param sentence place, fault and remedy
     */
    public ChatModelException(FailureCause failure, String sentence) {
        super(sentence);
        this.failure = failure;
    }

    /**
     * Creates an exception from a finished sentence and its cause.
     *
     * @param failure the kind of failure
     * @param sentence place, fault and remedy
     * @param cause the cause
     */
    public ChatModelException(FailureCause failure, String sentence, Throwable cause) {
        super(sentence, cause);
        this.failure = failure;
    }

    /**
     * Returns why there is no answer.
     *
     * @return the kind of failure, which decides whether the request stays open
     */
    public final FailureCause failure() {
        return failure;
    }
}
