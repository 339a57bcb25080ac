package org.reformatted.realign.llm;

/** Work is unfinished because a service left requests open; another run continues with only those requests. */
public final class UnansweredException extends ChatModelException {
    /**
     * Creates an exception.
     *
     * @param sentence the open requests by cause, and the remedy
     */
    public UnansweredException(String sentence) {
        super(FailureCause.SERVICE_ERROR, sentence);
    }
}
