package org.reformatted.eval.instruct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reformatted.realign.base.Json;

class ArgumentsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2 | less than | true",
                "3 | less than | false",
                "3 | at least | true",
                "2 | at least | false",
            })
    void relations(int count, String relation, boolean holds) throws IOException {
        assertThat(given("{'r': '" + relation + "', 'n': 3}").holds(count, "r", "n"))
                .isEqualTo(holds);
    }

    @Test
    void whatIsMissingIsNamed() throws IOException {
        assertThatThrownBy(() -> given("{'r': 'about', 'n': 3}").holds(1, "r", "n"))
                .hasMessage("instruction kind: \"r\" (\"about\") must be \"less than\" or \"at least\"");
        assertThatThrownBy(() -> given("{}").text("x"))
                .hasMessageContaining("\"x\"")
                .hasMessageContaining("a text");
        assertThatThrownBy(() -> given("{'x': '3'}").number("x")).hasMessageContaining("a number");
        assertThat(given("{'x': ['a', 'b']}").texts("x")).containsExactly("a", "b");
    }

    private static Arguments given(String json) throws IOException {
        return new Arguments("kind", Json.MAPPER.readTree(json.replace('\'', '"')));
    }
}
