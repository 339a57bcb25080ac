package org.reformatted.eval.judge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PythonRandomTest {
    /** CPython 3.11: {@code random.Random(seed).random() >= 0.5}. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a | false",
                "b | true",
                "c | false",
                "Tell me a joke | false",
                "1 | false",
                "42 | false",
                "naïve | true",
                "What is up?0 | false",
            })
    void isPythonsRandomOfTheSeed(String seed, boolean second) {
        assertThat(PythonRandom.second(seed)).isEqualTo(second);
    }

    @Test
    void aLongSeedToo() {
        assertThat(PythonRandom.second("x".repeat(100))).isTrue();
    }
}
