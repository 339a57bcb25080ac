package org.reformatted.realign.retrieve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reformatted.realign.base.Json;

class PythonTextTest {
    /** CPython 3.11: {@code str(json.loads(text))}. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "null | None",
                "true | True",
                "3 | 3",
                "1.0 | 1.0",
                "1e16 | 1e+16",
                "0.00001 | 1e-05",
                "1.5e-7 | 1.5e-07",
                "123456.75 | 123456.75",
                "0.1 | 0.1",
                "'\"a\"' | a",
            })
    void asPythonsStr(String json, String text) throws IOException {
        assertThat(PythonText.of(Json.MAPPER.readTree(json))).isEqualTo(text);
    }

    /** CPython 3.11: {@code bool(json.loads(text))}. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | false",
                "0.0 | false",
                "1 | true",
                "'\"\"' | false",
                "[] | false",
                "{} | false",
                "null | false",
                "[0] | true",
                "true | true",
            })
    void truth(String json, boolean truth) throws IOException {
        assertThat(PythonText.isTrue(Json.MAPPER.readTree(json))).isEqualTo(truth);
    }
}
