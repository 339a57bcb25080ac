package org.reformatted.realign.reformat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reformatted.realign.llm.Completion;
import org.reformatted.realign.llm.FinishReason;

class ReplyParserTest {
    /** A marker in the reasoning is none; of several, the first that begins a line counts. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "# Revised:\\nYes | Yes",
                "I use # Revised: so.\\n**# Revised:** Yes | ** Yes",
                "<think>a # Revised: b</think># Revised: c | c",
                "<think>a # Revised: b | ",
                "# Revised: | ",
                "none | ",
                "a </think> # Revised: b | b",
            })
    void whatFollowsTheMarker(String reply, String text) {
        assertThat(ReplyParser.parse(reply(reply.replace("\\n", "\n"), FinishReason.STOP), "# Revised:")
                        .text())
                .isEqualTo(text);
    }

    @Test
    void whatWasCutIsNoRewrite() {
        assertThat(ReplyParser.parse(reply("# Revised: a", FinishReason.LENGTH), "# Revised:")
                        .fault())
                .isEqualTo("the reply was cut at its limit");
        assertThat(ReplyParser.parse(reply("# Revised: a", FinishReason.CONTENT_FILTER), "# Revised:")
                        .fault())
                .isEqualTo(ReplyParser.FILTERED);
        assertThat(ReplyParser.parse(reply("a", FinishReason.STOP), "# Revised:")
                        .fault())
                .isEqualTo("no \"# Revised:\" in the reply");
    }

    private static Completion.Candidate reply(String text, FinishReason reason) {
        return new Completion.Candidate(text, reason);
    }
}
