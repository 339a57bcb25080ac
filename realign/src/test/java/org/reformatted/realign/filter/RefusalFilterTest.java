package org.reformatted.realign.filter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reformatted.realign.data.Conversation;

class RefusalFilterTest {
    private final RewriteFilter filter = new RefusalFilter();

    /** category | question | original | rewrite | keeps. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "open_qa | q | Paris | I'm sorry, but I can't help with that | false",
                "open_qa | q | I cannot help you | As an AI I will not | true",
                "rejecting | q | No | I'm sorry, no | true",
                "open_qa | q | Paris | I am sure it is Paris | true",
                "open_qa | q | Paris | As a large language model I cannot know | false",
            })
    void judges(String category, String question, String original, String rewrite, boolean keeps) {
        Conversation row = Conversation.of("a", " " + question, original).withCategory(category);
        assertThat(filter.judge(row, rewrite).keeps()).isEqualTo(keeps);
    }
}
