package org.reformatted.realign.filter;

import org.reformatted.realign.base.Check;
import org.reformatted.realign.data.Conversation;

/**
 * Reverts a rewrite that is too short: {@code tokens <= ratio x original tokens}. This is ReAlign's post-filtering with ratio 0.5. ReAlign counts the
 * start token and subtracts it; here there is no start token.
 *
 * @param count counts tokens
 * @param ratio the share of the original that a rewrite must exceed
 */
public record LengthFilter(TokenCount count, double ratio) implements RewriteFilter {
    /** The ratio of ReAlign's post-filtering. */
    public static final double PAPER_RATIO = 0.5;

    /** Checks the ratio. */
    public LengthFilter {
        Check.argument(ratio >= 0, "ratio (%s) must not be negative", ratio);
    }

    @Override
    public String name() {
        return "length";
    }

    @Override
    public FilterVerdict judge(Conversation original, String rewritten) {
        int before = count.of(original.response());
        int after = count.of(rewritten);
        return after > ratio * before
                ? FilterVerdict.keep(name(), "longer than the original's share")
                : FilterVerdict.revert(name(), after + " " + count.unit() + ", at most " + ratio + " x " + before);
    }
}
