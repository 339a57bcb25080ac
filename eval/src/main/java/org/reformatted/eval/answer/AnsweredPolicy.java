package org.reformatted.eval.answer;

import java.util.List;

/** Scores open answers without a judge: an answer counts if it is not blank. */
public final class AnsweredPolicy {
    /** The share of questions with an answer. */
    public static final String NAME = "answered";

    private AnsweredPolicy() {}

    /**
     * Returns the policy.
     *
     * @return a list of one policy
     */
    public static List<AnswerPolicy> policies() {
        return List.of(new AnswerPolicy(
                NAME, (output, reference) -> output.isBlank() ? Verdict.UNPARSED : Verdict.of("answered", true)));
    }
}
