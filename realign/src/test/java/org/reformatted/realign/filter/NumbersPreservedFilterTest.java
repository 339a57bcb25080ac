package org.reformatted.realign.filter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reformatted.realign.data.Conversation;

class NumbersPreservedFilterTest {
    private final RewriteFilter filter = new NumbersPreservedFilter();

    /** category | question | original | rewrite | keeps. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "open_qa | q | It was 1843, or 1,000 | In 1843; 1000 of them | true",
                "open_qa | q | It was 1843 | It was long ago | false",
                "math_puzzles | q | 20% of 4.8 is <<4.8*.01*20=.96>>0.96 | 20% of 4.80 is .96 | true",
                "math_puzzles | q | 20% of 4.8 is <<4.8*.01*20=.96>>.96 | 20% of 48 is .96 | false",
                "open_qa | q | 1. Buy 3 pens | Buy 3 pens | true",
                "open_qa | q | Half is 0.50 | Half is .5 | true",
                "open_qa | q | It is 12 | It is 112 | false",
            })
    void judges(String category, String question, String original, String rewrite, boolean keeps) {
        Conversation row = Conversation.of("a", " " + question, original).withCategory(category);
        assertThat(filter.judge(row, rewrite).keeps()).isEqualTo(keeps);
    }

    @Test
    void namesWhatIsMissingOnce() {
        assertThat(filter.judge(Conversation.of("a", "q", "7 and 7.0, then 2,500"), "none")
                        .why())
                .isEqualTo("missing in the rewrite: 7, 2500");
    }
}
