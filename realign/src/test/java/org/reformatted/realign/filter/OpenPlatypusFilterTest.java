package org.reformatted.realign.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reformatted.realign.data.Conversation;

class OpenPlatypusFilterTest {
    private final RewriteFilter filter =
            new OpenPlatypusFilter(List.of(new CodeFilter(), new LengthFilter(TokenCount.whitespaceWords(), 0.5)));

    /** category | question | original | rewrite | keeps. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "open_qa | q | B | Option (B) holds | true",
                "open_qa | q | B | Because of that | false",
                "open_qa | q | + | one + two | true",
                "open_qa | q | True | x | true",
                "open_qa | q | one two three four | x | false",
            })
    void judges(String category, String question, String original, String rewrite, boolean keeps) {
        Conversation row = Conversation.of("a", " " + question, original).withCategory(category);
        assertThat(filter.judge(row, rewrite).keeps()).isEqualTo(keeps);
    }
}
