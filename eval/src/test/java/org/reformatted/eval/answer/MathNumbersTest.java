package org.reformatted.eval.answer;

import static org.assertj.core.api.Assertions.assertThat;

import org.hipparchus.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MathNumbersTest {
    private static MathValue.Scalar read(String answer) {
        return (MathValue.Scalar) MathEquivalence.values(answer).get(0);
    }

    /** Fractions by hand: 0.1(23) = 1/10 + 23/990 = 122/990 = 61/495. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "12 | 12 | 1",
                "0.25 | 1 | 4",
                ".5 | 1 | 2",
                "3. | 3 | 1",
                "0.\\overline{3} | 1 | 3",
                "0.1\\overline{23} | 61 | 495",
                ".\\overline{9} | 1 | 1",
                "2.5e3 | 2500 | 1",
                "25e-1 | 5 | 2",
                "1\\frac{4}{5} | 9 | 5",
                "1 4/5 | 9 | 5",
                "1,234,567 | 1234567 | 1"
            })
    void exactValues(String answer, int top, int bottom) {
        assertThat(read(answer).expression().number()).hasValue(new BigFraction(top, bottom));
    }

    @Test
    void anImproperFractionBehindANumberIsAFactor() {
        // 2 times 5/4, not 2 and 5/4
        assertThat(read("2\\frac{5}{4}").expression().number()).hasValue(new BigFraction(5, 2));
    }

    @Test
    void decimalsAreCounted() {
        assertThat(read("0.250").decimals()).isEqualTo(3);
        assertThat(read("12").decimals()).isEqualTo(-1);
    }

    @Test
    void whatIsNoNumberIsNotRead() {
        assertThat(MathEquivalence.values("1.2.3")).isEmpty();
        assertThat(MathEquivalence.values("9".repeat(301))).isEmpty();
        assertThat(MathEquivalence.values("9".repeat(300))).isNotEmpty();
    }

    @Test
    void aNumberWithABaseIsAName() {
        assertThat(read("101_2").expression().variables()).containsExactly("101_2");
    }
}
