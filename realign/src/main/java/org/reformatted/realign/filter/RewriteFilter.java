package org.reformatted.realign.filter;

import org.reformatted.realign.data.Conversation;

/** Keeps a rewrite or reverts it. */
public interface RewriteFilter {
    /**
     * The name that configs and verdicts use.
     *
     * @return a name in kebab-case
     */
    String name();

    /**
     * Increment when the same rewrite would be judged differently.
     *
     * @return 1 for a filter that judges as it did at first
     */
    default int version() {
        return 1;
    }

    /**
     * Judges one rewrite.
     *
     * @param original the row as it was read, its category named
     * @param rewritten the response proposed in place of {@code original.response()}
     * @return keep or revert, and why
     */
    FilterVerdict judge(Conversation original, String rewritten);
}
