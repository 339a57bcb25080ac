package org.reformatted.realign.filter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reformatted.realign.data.Conversation;

class NamesPreservedFilterTest {
    private final RewriteFilter filter = new NamesPreservedFilter();

    /** category | question | original | rewrite | keeps. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "open_qa | q | The poet was Ada Lovelace | Lovelace, ada by name | true",
                "open_qa | q | The poet was Ada Lovelace | The poet was a lady | false",
                "open_qa | q | Sentences begin. They end. | Nothing named | true",
                "open_qa | q | It was, I say, OK | Nothing named | true",
                "open_qa | q | We met in Paris, Rome and Oslo | Paris and Rome | false",
            })
    void judges(String category, String question, String original, String rewrite, boolean keeps) {
        Conversation row = Conversation.of("a", " " + question, original).withCategory(category);
        assertThat(filter.judge(row, rewrite).keeps()).isEqualTo(keeps);
    }

    @Test
    void namesWhatIsMissing() {
        assertThat(filter.judge(Conversation.of("a", "q", "We saw Oslo, Rome and Oslo"), "Rome")
                        .why())
                .isEqualTo("missing in the rewrite: Oslo");
    }
}
