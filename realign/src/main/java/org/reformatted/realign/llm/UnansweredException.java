package org.reformatted.realign.llm;

/** Work is unfinished because a service left requests open; running again goes on with those alone. */
public final class UnansweredException extends ChatModelException {
    /**
     * Makes an exception.
     *
     * @param sentence what is open, by cause, and the remedy
     */
    public UnansweredException(String sentence) {
        super(FailureCause.SERVICE_ERROR, sentence);
    }
}
