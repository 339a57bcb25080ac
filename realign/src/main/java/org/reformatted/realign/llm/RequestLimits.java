package org.reformatted.realign.llm;

/** Grants requests to services within limits on money and rate that several processes share. */
public interface RequestLimits {
    /**
     * Waits until a request may be sent.
     *
     * @param model the model's {@link ChatModel#identity}
     * @param most the maximum tokens of the request
     * @param expected the expected tokens, for a limit on tokens per minute
     * @throws ChatStoppedException when the budget is used up, or when another process has taken over this process's work
     */
    void reserve(String model, Usage most, double expected);

    /**
     * Reports the end of a granted request.
     *
     * @param model the model's identity
     * @param most the reserved tokens
     * @param expected the expected tokens
     * @param taken the tokens that were, or may have been, paid
     */
    void settle(String model, Usage most, double expected, Usage taken);
}
