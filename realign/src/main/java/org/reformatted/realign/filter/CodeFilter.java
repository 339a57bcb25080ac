package org.reformatted.realign.filter;

import java.util.regex.Pattern;
import org.reformatted.realign.data.Conversation;

/**
 * Reverts a rewrite that adds code to a response without code, or loses the code of a response. Code is a fenced block, or {@code "def "} together
 * with {@code "return "} (ReAlign's post-filtering).
 */
public record CodeFilter() implements RewriteFilter {
    private static final Pattern FENCE = Pattern.compile("```.*?```", Pattern.DOTALL);

    @Override
    public String name() {
        return "code";
    }

    @Override
    public FilterVerdict judge(Conversation original, String rewritten) {
        boolean before = hasCode(original.response());
        boolean after = hasCode(rewritten);
        if (before == after) {
            return FilterVerdict.keep(name(), before ? "both hold code" : "neither holds code");
        }
        return FilterVerdict.revert(name(), before ? "the code of the original is gone" : "the original holds no code");
    }

    private static boolean hasCode(String text) {
        return FENCE.matcher(text).find() || (text.contains("def ") && text.contains("return "));
    }
}
