package org.reformatted.realign.llm;

/**
 * The tokens of a request and its answer, as the model counts them.
 *
 * @param promptTokens the tokens of the prompt
 * @param completionTokens the generated tokens, over all candidates
 */
public record Usage(long promptTokens, long completionTokens) {
    /** No tokens. */
    public static final Usage NONE = new Usage(0, 0);

    /**
     * Adds two usages.
     *
     * @param other the usage to add
     * @return the sum
     */
    public Usage plus(Usage other) {
        return new Usage(promptTokens + other.promptTokens, completionTokens + other.completionTokens);
    }
}
