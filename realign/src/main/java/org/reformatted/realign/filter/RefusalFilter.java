package org.reformatted.realign.filter;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.reformatted.realign.data.Conversation;

/** Reverts a rewrite that refuses or refers to itself as a model, if the original does neither. */
public record RefusalFilter() implements RewriteFilter {
    private static final Pattern REFUSAL =
            Pattern.compile("(?i)\\bI(?:'m| am) (?:sorry|unable|not able)\\b|\\bI (?:cannot|can't|can not|won't)"
                    + " (?:help|assist|provide|fulfill|answer|do)\\b|\\bas an? (?:AI|(?:large )?language model)\\b|\\bI"
                    + " (?:must|have to) decline\\b");

    @Override
    public String name() {
        return "no-refusal";
    }

    @Override
    public FilterVerdict judge(Conversation original, String rewritten) {
        Matcher refusal = REFUSAL.matcher(rewritten);
        if (!refusal.find()) {
            return FilterVerdict.keep(name(), "the rewrite does not refuse");
        }
        return REFUSAL.matcher(original.response()).find() || "rejecting".equals(original.category())
                ? FilterVerdict.keep(name(), "the original refuses too")
                : FilterVerdict.revert(name(), "the rewrite says \"" + refusal.group() + "\"");
    }
}
