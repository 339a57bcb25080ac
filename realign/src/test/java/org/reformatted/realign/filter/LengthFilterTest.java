package org.reformatted.realign.filter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.reformatted.realign.data.Conversation;

class LengthFilterTest {
    private final RewriteFilter filter = new LengthFilter(TokenCount.whitespaceWords(), LengthFilter.PAPER_RATIO);
    private final Conversation original = Conversation.of("a", "q", "one two three  four\n");

    @Test
    void revertsRewriteOfHalfTheLength() {
        FilterVerdict verdict = filter.judge(original, "one two");
        assertThat(verdict.keeps()).isFalse();
        assertThat(verdict.why()).isEqualTo("2 whitespace words, at most 0.5 x 4");
    }

    @Test
    void keepsRewriteJustLongerThanHalf() {
        assertThat(filter.judge(original, "one two three").keeps()).isTrue();
    }

    @Test
    void revertsAnEmptyRewrite() {
        assertThat(filter.judge(original, " ").keeps()).isFalse();
    }
}
