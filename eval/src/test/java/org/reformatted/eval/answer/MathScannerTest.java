package org.reformatted.eval.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MathScannerTest {
    @Test
    void spacesArePassedOver() {
        MathScanner in = new MathScanner("  a b");
        assertThat(in.peek()).isEqualTo('a');
        assertThat(in.take('b')).isFalse();
        assertThat(in.take('a')).isTrue();
        in.require('b');
        assertThat(in.peek()).isEqualTo((char) 0);
        assertThat(in.take('b')).isFalse();
    }

    @Test
    void aMissingSignMakesTheAnswerUnreadable() {
        MathScanner in = new MathScanner("(1");
        in.require('(');
        assertThatThrownBy(() -> in.require(')'))
                .isInstanceOf(MathScanner.Unreadable.class)
                .hasMessage("no )");
        assertThat(in.at).as("nothing is read").isEqualTo(1);
    }

    @Test
    void patternsBeginAtThePlace() {
        MathScanner in = new MathScanner("ab12");
        in.at = 2;
        assertThat(in.matcher(Pattern.compile("[0-9]+")).lookingAt()).isTrue();
        assertThat(in.matcher(Pattern.compile("b")).lookingAt()).isFalse();
    }

    /** The place is the end of the text. */
    @ParameterizedTest
    @CsvSource({
        "'12 ', true",
        "'1.5  ', true",
        "'12', false",
        "'x ', false",
        "'x2 ', false",
        "'x^2 ', false",
        "'x_2 ', false",
        "' ', false"
    })
    void behindANumberAndASpace(String text, boolean behind) {
        MathScanner in = new MathScanner(text);
        in.at = text.length();
        assertThat(in.isAfterNumber()).isEqualTo(behind);
    }
}
