package org.reformatted.realign.reformat;

/** One way to bring a response into form by rearranging what it says, adding nothing but the fixed words of its contract. */
interface FormatRule {
    /** What the rule does, for which categories, and what it never touches. */
    RuleContract contract();

    /**
     * Rearranges a response.
     *
     * @param question what the response answers
     * @param response the original
     * @return the rewrite, or why the rule leaves it as it is
     */
    Outcome apply(String question, String response);

    /** The name that verdicts use. */
    default String name() {
        return contract().name();
    }

    /**
     * What a rule made of a response.
     *
     * @param text the rewrite; empty when {@code changed} is false
     * @param changed whether there is a rewrite
     * @param why what was done, or why nothing was
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
