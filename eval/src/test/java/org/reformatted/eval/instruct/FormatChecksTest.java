package org.reformatted.eval.instruct;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.reformatted.realign.base.Json;

class FormatChecksTest {
    @Test
    void placeholdersBulletsAndHighlights() throws IOException {
        assertThat(FormatChecks.placeholders("[a] and [b]", given("{'num_placeholders': 2}")))
                .isTrue();
        assertThat(FormatChecks.placeholders("[a]", given("{'num_placeholders': 2}")))
                .isFalse();
        assertThat(FormatChecks.bullets("* a\n- b\n** c", given("{'num_bullets': 2}")))
                .isTrue();
        assertThat(FormatChecks.bullets("* a\n- b\n- c", given("{'num_bullets': 2}")))
                .isFalse();
        assertThat(FormatChecks.highlights("*a* and **b**", given("{'num_highlights': 2}")))
                .isTrue();
        assertThat(FormatChecks.highlights("** **", given("{'num_highlights': 1}")))
                .isFalse();
    }

    @Test
    void json() throws IOException {
        assertThat(FormatChecks.json("```json\n{\"a\": 1}\n```", given("{}"))).isTrue();
        assertThat(FormatChecks.json("{\"a\": 1} x", given("{}"))).isFalse();
        assertThat(FormatChecks.json("", given("{}"))).isFalse();
    }

    @Test
    void titlesPostscriptsAndTwoResponses() throws IOException {
        assertThat(FormatChecks.title("<<My day>>", given("{}"))).isTrue();
        assertThat(FormatChecks.title("<< >>", given("{}"))).isFalse();
        assertThat(FormatChecks.postscript("so\np. s. x", given("{'postscript_marker': 'P.S.'}")))
                .isTrue();
        assertThat(FormatChecks.postscript("so\nP.S. x", given("{'postscript_marker': 'P.P.S'}")))
                .isFalse();
        assertThat(FormatChecks.twoResponses("a\n******\nb", given("{}"))).isTrue();
        assertThat(FormatChecks.twoResponses("a\n******\na", given("{}"))).isFalse();
        assertThat(FormatChecks.twoResponses("a ****** b ****** c", given("{}")))
                .isFalse();
        assertThat(FormatChecks.constrained("So: My answer is no.", given("{}")))
                .isTrue();
        assertThat(FormatChecks.constrained("no", given("{}"))).isFalse();
    }

    private static Arguments given(String json) throws IOException {
        return new Arguments("kind", Json.MAPPER.readTree(json.replace('\'', '"')));
    }
}
