package org.reformatted.realign.filter;

import java.util.regex.Pattern;
import org.reformatted.realign.data.Conversation;

/** Reverts rewrites of mathematics whose question has no decimal digit of any script. ReAlign's code has this rule but does not use it. */
public record MathQuestionFilter() implements RewriteFilter {
    private static final Pattern NUMBER = Pattern.compile("\\p{Nd}");

    @Override
    public String name() {
        return "math-question";
    }

    /** 2: the digits of all scripts count. */
    @Override
    public int version() {
        return 2;
    }

    @Override
    public FilterVerdict judge(Conversation original, String rewritten) {
        boolean applies = "math_puzzles".equals(original.category());
        return !applies || NUMBER.matcher(original.promptText()).find()
                ? FilterVerdict.keep(name(), applies ? "the question has a number" : "not mathematics")
                : FilterVerdict.revert(name(), "the question has no number");
    }
}
