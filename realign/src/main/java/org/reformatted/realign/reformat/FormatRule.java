package org.reformatted.realign.reformat;

/** A rule that reformats a response by rearranging its content. It adds only the fixed words of its contract. */
interface FormatRule {
    /** Returns what the rule does, for which categories, and what it never changes. */
    RuleContract contract();

    /**
     * Rearranges a response.
     *
     * @param question the question that the response answers
     * @param response the original
     * @return the rewrite, or why the rule does not change the response
     */
    Outcome apply(String question, String response);

    /** Returns the name that verdicts use. */
    default String name() {
        return contract().name();
    }

    /**
     * The result of a rule.
     *
     * @param text the rewrite; empty when {@code changed} is false
     * @param changed whether there is a rewrite
     * @param why what was changed, or why nothing was changed
     */
    record Outcome(String text, boolean changed, String why) {
        static Outcome changed(String text, String why) {
            return new Outcome(text, true, why);
        }

        static Outcome left(String why) {
            return new Outcome("", false, why);
        }
    }
}
