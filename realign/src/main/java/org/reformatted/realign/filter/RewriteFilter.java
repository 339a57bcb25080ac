package org.reformatted.realign.filter;

import org.reformatted.realign.data.Conversation;

/** Keeps a rewrite or reverts it. */
public interface RewriteFilter {
    /**
     * Returns the name that configs and verdicts use.
     *
     * @return a name in kebab-case
     */
    String name();

    /**
     * Returns the version, which is incremented when the same rewrite would be judged differently.
     *
     * @return the version; 1 for a filter that has never changed
     */
    default int version() {
        return 1;
    }

    /**
     * Judges one rewrite.
     *
     * @param original the row as read, with its category
     * @param rewritten the response that is proposed to replace {@code original.response()}
     * @return keep or revert, and why
     */
    FilterVerdict judge(Conversation original, String rewritten);
}
