package org.reformatted.realign.llm;

import java.util.Map;

/** Some of many requests were not answered; the answers to all others were passed on. */
public final class PartialAnswerException extends ChatModelException {
    private final transient Map<Integer, ChatModelException> failures;

    /**
     * Creates an exception from the failures.
     *
     * @param failures the reasons by the request's index; not empty
     */
    public PartialAnswerException(Map<Integer, ChatModelException> failures) {
        super(
                failures.values().iterator().next().failure(),
                failures.size() + " requests were not answered, the first because: "
                        + failures.values().iterator().next().getMessage());
        this.failures = Map.copyOf(failures);
    }

    /**
     * Returns the failures.
     *
     * @return the reasons by the request's index
     */
    public Map<Integer, ChatModelException> failures() {
        return failures;
    }
}
