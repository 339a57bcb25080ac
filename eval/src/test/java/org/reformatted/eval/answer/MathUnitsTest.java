package org.reformatted.eval.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reformatted.eval.answer.MathParserTest.parse;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MathUnitsTest {
    private static String words(String word) {
        return MathText.OPEN + word + MathText.CLOSE;
    }

    private static @Nullable Unit unit(MathValue value) {
        return ((MathValue.Scalar) value).unit();
    }

    @Test
    void aUnitBehindANumberIsKept() {
        assertThat(unit(parse("5" + words("km")))).isEqualTo(Unit.of("km", 1).orElseThrow());
        assertThat(unit(parse("5" + words("cm") + "^2")))
                .isEqualTo(Unit.of("cm", 2).orElseThrow());
        assertThat(Optional.ofNullable(unit(parse("5" + words("apples"))))).isEmpty();
    }

    @Test
    void theFirstUnitCounts() {
        assertThat(unit(parse("5" + words("apples") + words("kg") + words("km"))))
                .isEqualTo(Unit.of("kg", 1).orElseThrow());
    }

    @Test
    void aUnitIsDividedByWordsOrALetter() {
        Unit speed = Unit.of("km", 1).orElseThrow().per("h", 1);
        assertThat(unit(parse("90" + words("km") + "/" + words("h")))).isEqualTo(speed);
        assertThat(unit(parse("90" + words("km") + "/h"))).isEqualTo(speed);
        assertThat(unit(parse("9" + words("m") + "/s^2")))
                .isEqualTo(Unit.of("m", 1).orElseThrow().per("s", 2));
    }

    @Test
    void aUnitBelongsToItsSumAndNotToTheNext() {
        assertThat(unit(parse("5" + words("km") + "+3"))).isNotNull();
        MathValue.Several two = (MathValue.Several) parse("5" + words("km") + ",3");
        assertThat(unit(two.items().get(0))).isNotNull();
        assertThat(unit(two.items().get(1))).isNull();
    }

    @Test
    void wordsAloneAreAnAnswer() {
        assertThat(parse(words("blue") + " " + words("whale"))).isEqualTo(new MathValue.Words("blue whale"));
    }
}
