package org.reformatted.finetune.weights;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.realign.base.InputException;

class FiniteNumbersTest {
    private static ByteBuffer floats(float... numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float number : numbers) {
            bytes.putFloat(number);
        }
        return bytes.flip();
    }

    private static ByteBuffer halves(int count, int at, int bits) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * count).order(ByteOrder.LITTLE_ENDIAN);
        return at < 0 ? bytes : bytes.putShort(2 * at, (short) bits);
    }

    @Test
    void largeAndSmallNumbersAreFinite() {
        assertThatCode(() -> FiniteNumbers.require(
                        "w", floats(Float.MAX_VALUE, -Float.MAX_VALUE, Float.MIN_VALUE, -0f), NumberType.FLOAT32))
                .doesNotThrowAnyException();
        assertThatCode(() -> FiniteNumbers.require("w", halves(3, 1, 0x7BFF), NumberType.FLOAT16))
                .as("65504")
                .doesNotThrowAnyException();
        assertThatCode(() -> FiniteNumbers.require("w", halves(0, -1, 0), NumberType.FLOAT16))
                .doesNotThrowAnyException();
    }

    @Test
    void thePlaceOfANumberThatIsNotIsNamed() {
        assertThatThrownBy(() -> FiniteNumbers.require("w", floats(1, 2, Float.NaN), NumberType.FLOAT32))
                .isInstanceOf(InputException.class)
                .hasMessage("w: its number 2 is not finite; expected finite weights; the file is damaged, or training"
                        + " diverged: use another checkpoint");
        float[] many = new float[20_000];
        many[17_000] = Float.NEGATIVE_INFINITY;
        assertThatThrownBy(() -> FiniteNumbers.require("w", floats(many), NumberType.FLOAT32))
                .hasMessageStartingWith("w: its number 17000 is not finite");
    }

    /** Infinity of half precision is 0x7C00, of bfloat16 0x7F80; each word of a file holds two numbers. */
    @ParameterizedTest
    @CsvSource({"FLOAT16, 31744", "FLOAT16, 65535", "BFLOAT16, 32640", "BFLOAT16, 65408"})
    void twoBytesANumber(NumberType type, int bits) {
        for (int at = 0; at < 5; at++) {
            ByteBuffer bytes = halves(5, at, bits);
            assertThatThrownBy(() -> FiniteNumbers.require("w", bytes, type))
                    .hasMessageStartingWith("w: its number " + at + " is not finite");
        }
    }
}
