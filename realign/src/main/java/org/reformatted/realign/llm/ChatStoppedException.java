package org.reformatted.realign.llm;

/** No further request can be answered either: the key is refused, the budget is used up, the model is not there. A run ends with it. */
public final class ChatStoppedException extends ChatModelException {
    /**
     * Makes an exception.
     *
     * @param sentence place, fault and remedy
     */
    public ChatStoppedException(String sentence) {
        super(FailureCause.STOPPED, sentence);
    }
}
