package org.reformatted.realign.filter;

import org.reformatted.realign.data.Conversation;

/** Reverts rewrites of rows without a category or of category {@code default} (ReAlign's post-filtering of No Robots). */
public record CategoryFilter() implements RewriteFilter {
    @Override
    public String name() {
        return "category";
    }

    @Override
    public FilterVerdict judge(Conversation original, String rewritten) {
        String category = original.category();
        return category == null || category.equals("default")
                ? FilterVerdict.revert(name(), "the row's category is " + (category == null ? "not known" : category))
                : FilterVerdict.keep(name(), "the row's category is " + category);
    }
}
