package org.reformatted.finetune.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.realign.base.InputException;

/** Finds weights that are NaN or infinite, because the file is damaged or the training diverged. */
final class FiniteNumbers {
    private static final int BLOCK = 1 << 14;

    private FiniteNumbers() {}

    /**
     * Checks that all numbers are finite. A number is not finite if all bits of its exponent are set.
     *
     * @param place the tensor, for the message
     * @param bytes little-endian numbers; its position does not change
     * @param type of the numbers
     * @throws InputException with the index of the first number that is not finite
     */
    static void require(String place, ByteBuffer bytes, NumberType type) {
        int high = exponent(type);
        int low = type.bytes() == 4 ? 0 : exponent(type) >>> 16;
        IntBuffer words = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
        int[] block = new int[BLOCK];
        while (words.hasRemaining()) {
            int begin = words.position();
            int count = Math.min(BLOCK, words.remaining());
            words.get(block, 0, count);
            for (int i = 0; i < count; i++) {
                if ((block[i] & high) == high || (low != 0 && (block[i] & low) == low)) {
                    boolean second = type.bytes() == 2 && (block[i] & low) != low;
                    throw refused(place, (begin + (long) i) * 4 / type.bytes() + (second ? 1 : 0));
                }
            }
        }
        int rest = bytes.remaining() % 4;
        if (rest == 2 && (bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).getShort(bytes.limit() - 2) & low) == low) {
            throw refused(place, bytes.remaining() / 2 - 1);
        }
    }

    private static InputException refused(String place, long index) {
        return InputException.at(
                place,
                "its number " + index + " is not finite",
                "finite weights",
                "the file is damaged, or training diverged: use another checkpoint");
    }

    /** The bits of the exponent, in the upper half of a word. */
    private static int exponent(NumberType type) {
        return type == NumberType.FLOAT16 ? 0x7C00_0000 : 0x7F80_0000;
    }
}
