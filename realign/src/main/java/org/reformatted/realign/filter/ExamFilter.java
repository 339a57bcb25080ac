package org.reformatted.realign.filter;

import org.reformatted.realign.data.Conversation;

/**
 * Reverts rewrites of exam answers that are only a letter or a word: answers of up to 5 code points have nothing to reformat. ReAlign's code has this
 * rule but does not use it.
 */
public record ExamFilter() implements RewriteFilter {
    private static final int SHORT = 5;

    @Override
    public String name() {
        return "exam";
    }

    /** 2: a character outside the Basic Multilingual Plane counts once. */
    @Override
    public int version() {
        return 2;
    }

    @Override
    public FilterVerdict judge(Conversation original, String rewritten) {
        String response = original.response();
        int length = response.codePointCount(0, response.length());
        if (!"exam_problem_solving_tutor".equals(original.category())) {
            return FilterVerdict.keep(name(), "not an exam question");
        }
        return length > SHORT
                ? FilterVerdict.keep(name(), "the original has " + length + " characters")
                : FilterVerdict.revert(name(), "the original has only " + length + " characters");
    }
}
