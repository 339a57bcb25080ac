package org.reformatted.realign.llm;

/** Grants requests to services within limits of money and rate that several processes share. */
public interface RequestLimits {
    /**
     * Waits until a request may be sent.
     *
     * @param model who is asked: {@link ChatModel#identity}
     * @param most the most tokens that the request can take
     * @param expected the tokens that are expected, for a limit of tokens a minute
     * @throws ChatStoppedException when the budget is used up, or when another process has taken this one's work over
     */
    void reserve(String model, Usage most, double expected);

    /**
     * Says how a request that was granted has ended.
     *
     * @param model who was asked
     * @param most what was reserved
     * @param expected what was expected
     * @param taken the tokens that were, or may have been, paid
     */
    void settle(String model, Usage most, double expected, Usage taken);
}
