package org.reformatted.realign.filter;

import org.reformatted.realign.data.Conversation;

/** Reverts rewrites of the category planning whose question does not mention a plan (ReAlign's post-filtering of No Robots). */
public record PlanningFilter() implements RewriteFilter {
    @Override
    public String name() {
        return "planning";
    }

    @Override
    public FilterVerdict judge(Conversation original, String rewritten) {
        String question = original.promptText();
        if (!"planning".equals(original.category())) {
            return FilterVerdict.keep(name(), "not of category planning");
        }
        return question.contains(" plan") || question.contains(" Plan")
                ? FilterVerdict.keep(name(), "the question speaks of a plan")
                : FilterVerdict.revert(name(), "the question does not speak of a plan");
    }
}
