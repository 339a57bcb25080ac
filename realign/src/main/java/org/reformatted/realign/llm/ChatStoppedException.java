package org.reformatted.realign.llm;

/** No further request can be answered: for example, the key is refused, the budget is used up or the model does not exist. It ends a run. */
public final class ChatStoppedException extends ChatModelException {
    /**
     * Creates an exception.
     *
     * @param sentence place, fault and remedy
     */
    public ChatStoppedException(String sentence) {
        super(FailureCause.STOPPED, sentence);
    }
}
