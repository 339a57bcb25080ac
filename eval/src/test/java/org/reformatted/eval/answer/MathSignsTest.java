package org.reformatted.eval.answer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MathSignsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "−3 × 2 | -3 * 2",
                "½ | \\frac12",
                "x² | x^2",
                "a <= b | a ≤ b",
                "a != b | a ≠ b",
                "⟨1⟩ | (1)",
                "√2 | \\sqrt2",
            })
    void ofUnicode(String text, String plain) {
        assertThat(MathSigns.ofUnicode(text)).isEqualTo(plain);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\\cdot | *",
                "\\leqslant | ≤",
                "\\div | /",
                "\\dfrac | '\\frac '",
                "\\{ | ⦃",
                "\\alpha | '\\alpha '",
                "\\left | ' '",
            })
    void commands(String command, String sign) {
        assertThat(MathSigns.plain(command)).isEqualTo(sign);
    }

    @Test
    void functions() {
        assertThat(MathSigns.isFunction("sin")).isTrue();
        assertThat(MathSigns.isFunction("sine")).isFalse();
    }
}
