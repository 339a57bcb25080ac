package org.reformatted.realign.base;

/**
 * A result that another program has yet to deliver. It is no failure: what was prepared is kept, and the same command goes on once the result is
 * there.
 */
public final class WaitingException extends RuntimeException {
    /**
     * Says what is waited for.
     *
     * @param sentence where the result is expected, and what makes it
     */
    public WaitingException(String sentence) {
        super(sentence);
    }
}
