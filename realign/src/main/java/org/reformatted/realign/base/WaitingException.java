package org.reformatted.realign.base;

/**
 * Thrown when another program has not delivered a result yet. This is not a failure: the prepared files are kept, and the same command continues once
 * the result is there.
 */
public final class WaitingException extends RuntimeException {
    /**
     * Creates the exception.
     *
     * @param sentence where the result is expected, and which program creates it
     */
    public WaitingException(String sentence) {
        super(sentence);
    }
}
