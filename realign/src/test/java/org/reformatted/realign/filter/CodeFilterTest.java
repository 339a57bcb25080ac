package org.reformatted.realign.filter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reformatted.realign.data.Conversation;

class CodeFilterTest {
    private static final String FENCED = "```\nx = 1\n```";

    private final RewriteFilter filter = new CodeFilter();

    /** category | question | original | rewrite | keeps; "FENCE" stands for a fenced block. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "open_qa | q | plain words here | plain words there | true",
                "open_qa | q | FENCE | no code left | false",
                "open_qa | q | plain words | now FENCE | false",
                "open_qa | q | def f(x): return x | FENCE | true",
                "open_qa | q | an undefined return policy | other words | true",
                "open_qa | q | FENCE | FENCE and more | true",
            })
    void judges(String category, String question, String original, String rewrite, boolean keeps) {
        Conversation row = Conversation.of("a", " " + question, original.replace("FENCE", FENCED))
                .withCategory(category);
        assertThat(filter.judge(row, rewrite.replace("FENCE", FENCED)).keeps()).isEqualTo(keeps);
    }
}
