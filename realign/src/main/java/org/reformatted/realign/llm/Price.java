package org.reformatted.realign.llm;

import org.reformatted.realign.base.Check;
import org.reformatted.realign.config.Operational;

/**
 * What tokens cost.
 *
 * @param promptPerMillion US dollars for a million tokens read
 * @param completionPerMillion US dollars for a million tokens written
 */
public record Price(
        @Operational double promptPerMillion, @Operational double completionPerMillion) {
    /** Of a model on this machine. */
    public static final Price FREE = new Price(0, 0);

    /** Checks the signs. */
    public Price {
        Check.argument(promptPerMillion >= 0, "promptPerMillion (%s) must not be negative", promptPerMillion);
        Check.argument(
                completionPerMillion >= 0, "completionPerMillion (%s) must not be negative", completionPerMillion);
    }

    /**
     * The cost of tokens.
     *
     * @param usage how many
     * @return US dollars
     */
    public double of(Usage usage) {
        return (usage.promptTokens() * promptPerMillion + usage.completionTokens() * completionPerMillion) / 1e6;
    }

    /** The price of a batch: half of it. */
    Price halved() {
        return new Price(promptPerMillion / 2, completionPerMillion / 2);
    }
}
