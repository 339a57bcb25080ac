package org.reformatted.realign.llm;

import org.reformatted.realign.base.Check;
import org.reformatted.realign.config.Operational;

/**
 * The price of tokens.
 *
 * @param promptPerMillion US dollars for a million prompt tokens
 * @param completionPerMillion US dollars for a million completion tokens
 */
public record Price(
        @Operational double promptPerMillion, @Operational double completionPerMillion) {
    /** The price of a model on this machine. */
    public static final Price FREE = new Price(0, 0);

    /** Checks the signs. */
    public Price {
        Check.argument(promptPerMillion >= 0, "promptPerMillion (%s) must not be negative", promptPerMillion);
        Check.argument(
                completionPerMillion >= 0, "completionPerMillion (%s) must not be negative", completionPerMillion);
    }

    /**
     * Computes the cost of tokens.
     *
     * @param usage the numbers of tokens
     * @return US dollars
     */
    public double of(Usage usage) {
        return (usage.promptTokens() * promptPerMillion + usage.completionTokens() * completionPerMillion) / 1e6;
    }

    /** Returns the price in a batch, which is half of this price. */
    Price halved() {
        return new Price(promptPerMillion / 2, completionPerMillion / 2);
    }
}
