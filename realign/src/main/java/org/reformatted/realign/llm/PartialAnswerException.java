package org.reformatted.realign.llm;

import java.util.Map;

/** Of many requests some were not answered; all others were handed out. */
public final class PartialAnswerException extends ChatModelException {
    private final transient Map<Integer, ChatModelException> failures;

    /**
     * Gathers what failed.
     *
     * @param failures why, by the request's index; not empty
     */
    public PartialAnswerException(Map<Integer, ChatModelException> failures) {
        super(
                failures.values().iterator().next().failure(),
                failures.size() + " requests were not answered, the first because: "
                        + failures.values().iterator().next().getMessage());
        this.failures = Map.copyOf(failures);
    }

    /**
     * What failed.
     *
     * @return why, by the request's index
     */
    public Map<Integer, ChatModelException> failures() {
        return failures;
    }
}
