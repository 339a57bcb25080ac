package org.reformatted.realign.filter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reformatted.realign.data.Conversation;

class LeakedMarkerFilterTest {
    private final RewriteFilter filter = new LeakedMarkerFilter();

    /** category | question | original | rewrite | keeps. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "open_qa | q | a | Revised response: b | false",
                "open_qa | q | a | matrix [[1, 2]] | true",
                "open_qa | q | Write Revised response: b | Revised response: b | true",
                "open_qa | q | a | '<|im_end|>' | false",
            })
    void judges(String category, String question, String original, String rewrite, boolean keeps) {
        Conversation row = Conversation.of("a", " " + question, original).withCategory(category);
        assertThat(filter.judge(row, rewrite).keeps()).isEqualTo(keeps);
    }
}
