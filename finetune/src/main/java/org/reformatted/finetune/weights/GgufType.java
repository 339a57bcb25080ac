package org.reformatted.finetune.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.reformatted.finetune.kernel.NumberType;

/**
 * The supported number types of GGUF files: plain types, and blocks of small whole numbers with a scale (ggml-quants.c and ggml-common.h of ggml;
 * codes of the types from ggml.h). Arithmetic is in float32, in the order of ggml's dequantisation.
 */
enum GgufType {
    F32(0, 1, 4),
    F16(1, 1, 2),
    Q4_0(2, 32, 18) {
        @Override
        void block(ByteBuffer in, float[] out, int at) {
            float scale = half(in);
            for (int i = 0; i < 16; i++) {
                int pair = in.get() & 0xFF;
                out[at + i] = ((pair & 15) - 8) * scale;
                out[at + i + 16] = ((pair >>> 4) - 8) * scale;
            }
        }
    },
    Q4_1(3, 32, 20) {
        @Override
        void block(ByteBuffer in, float[] out, int at) {
            float scale = half(in);
            float least = half(in);
            for (int i = 0; i < 16; i++) {
                int pair = in.get() & 0xFF;
                out[at + i] = (pair & 15) * scale + least;
                out[at + i + 16] = (pair >>> 4) * scale + least;
            }
        }
    },
    Q5_0(6, 32, 22) {
        @Override
        void block(ByteBuffer in, float[] out, int at) {
            float scale = half(in);
            int fifth = in.getInt();
            for (int i = 0; i < 16; i++) {
                int pair = in.get() & 0xFF;
                out[at + i] = (fiveBits(pair, fifth, i) - 16) * scale;
                out[at + i + 16] = (fiveBits(pair >>> 4, fifth, i + 16) - 16) * scale;
            }
        }
    },
    Q5_1(7, 32, 24) {
        @Override
        void block(ByteBuffer in, float[] out, int at) {
            float scale = half(in);
            float least = half(in);
            int fifth = in.getInt();
            for (int i = 0; i < 16; i++) {
                int pair = in.get() & 0xFF;
                out[at + i] = fiveBits(pair, fifth, i) * scale + least;
                out[at + i + 16] = fiveBits(pair >>> 4, fifth, i + 16) * scale + least;
            }
        }
    },
    Q8_0(8, 32, 34) {
        @Override
        void block(ByteBuffer in, float[] out, int at) {
            float scale = half(in);
            for (int i = 0; i < 32; i++) {
                out[at + i] = in.get() * scale;
            }
        }
    },
    Q4_K(12, 256, 144) {
        @Override
        void block(ByteBuffer in, float[] out, int at) {
            float scale = half(in);
            float least = half(in);
            int[] packed = unsigned(in, 12);
            for (int group = 0; group < 8; group += 2) {
                float lowScale = scale * sixBits(packed, group, 0);
                float lowLeast = least * sixBits(packed, group, 4);
                float highScale = scale * sixBits(packed, group + 1, 0);
                float highLeast = least * sixBits(packed, group + 1, 4);
                for (int i = 0; i < 32; i++) {
                    int pair = in.get() & 0xFF;
                    out[at + 32 * group + i] = lowScale * (pair & 15) - lowLeast;
                    out[at + 32 * group + 32 + i] = highScale * (pair >>> 4) - highLeast;
                }
            }
        }
    },
    Q5_K(13, 256, 176) {
        @Override
        void block(ByteBuffer in, float[] out, int at) {
            float scale = half(in);
            float least = half(in);
            int[] packed = unsigned(in, 12);
            int[] fifth = unsigned(in, 32);
            for (int group = 0; group < 8; group += 2) {
                float lowScale = scale * sixBits(packed, group, 0);
                float lowLeast = least * sixBits(packed, group, 4);
                float highScale = scale * sixBits(packed, group + 1, 0);
                float highLeast = least * sixBits(packed, group + 1, 4);
                for (int i = 0; i < 32; i++) {
                    int pair = in.get() & 0xFF;
                    out[at + 32 * group + i] = lowScale * fiveBits(pair, fifth[i], group) - lowLeast;
                    out[at + 32 * group + 32 + i] = highScale * fiveBits(pair >>> 4, fifth[i], group + 1) - highLeast;
                }
            }
        }
    },
    Q6_K(14, 256, 210) {
        @Override
        void block(ByteBuffer in, float[] out, int at) {
            int begin = in.position();
            float scale = half(in.position(begin + 208));
            for (int i = 0; i < 256; i++) {
                int inHalf = i % 128;
                int lane = inHalf % 32;
                int part = inHalf / 32;
                int low = in.get(begin + i / 128 * 64 + inHalf % 64) & 0xFF;
                int high = in.get(begin + 128 + i / 128 * 32 + lane) & 0xFF;
                int four = part < 2 ? low & 15 : low >>> 4;
                int upper = (high >>> (2 * part)) & 3;
                int number = (four | (upper << 4)) - 32;
                out[at + i] = scale * in.get(begin + 192 + i / 16) * number;
            }
        }
    },
    BF16(30, 1, 2);

    private final int number;
    private final int blockSize;
    private final int blockBytes;

    GgufType(int number, int blockSize, int blockBytes) {
        this.number = number;
        this.blockSize = blockSize;
        this.blockBytes = blockBytes;
    }

    static Optional<GgufType> of(int number) {
        for (GgufType type : values()) {
            if (type.number == number) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** How numbers of this type are stored in a checkpoint. */
    NumberType stored() {
        return switch (this) {
            case F16 -> NumberType.FLOAT16;
            case BF16 -> NumberType.BFLOAT16;
            default -> NumberType.FLOAT32;
        };
    }

    /** Numbers in a block; a row consists of complete blocks. */
    int blockSize() {
        return blockSize;
    }

    /** Bytes of a block. */
    int blockBytes() {
        return blockBytes;
    }

    /** Decodes a block. */
    void block(ByteBuffer in, float[] out, int at) {
        throw new IllegalStateException(this + " has no blocks");
    }

    /**
     * Decodes numbers to the type that a checkpoint stores.
     *
     * @param in little-endian, complete blocks
     * @return little-endian numbers of {@link #stored()}
     */
    ByteBuffer decode(ByteBuffer in) {
        if (blockSize == 1) {
            return in;
        }
        int blocks = in.remaining() / blockBytes;
        ByteBuffer decoded = ByteBuffer.allocateDirect(Math.multiplyExact(4 * blockSize, blocks))
                .order(ByteOrder.LITTLE_ENDIAN);
        float[] numbers = new float[blockSize];
        for (int i = 0; i < blocks; i++) {
            in.position(i * blockBytes);
            block(in, numbers, 0);
            decoded.asFloatBuffer().put(numbers);
            decoded.position(decoded.position() + 4 * blockSize);
        }
        return decoded.flip();
    }

    private static int[] unsigned(ByteBuffer in, int count) {
        int[] bytes = new int[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = in.get() & 0xFF;
        }
        return bytes;
    }

    /** Six bits of the packed scales (from = 0) or minima (from = 4) of the eight groups of Q4_K and Q5_K. */
    private static int sixBits(int[] packed, int group, int from) {
        if (group < 4) {
            return packed[group + from] & 63;
        }
        int four = from == 0 ? packed[group + 4] & 15 : packed[group + 4] >>> 4;
        int upper = packed[group - 4 + from] >>> 6;
        return four | (upper << 4);
    }

    /** Joins four bits of a byte and a fifth bit from a word with the fifth bits of several numbers. */
    private static int fiveBits(int four, int fifth, int place) {
        int upper = (fifth >>> place) & 1;
        return (four & 15) | (upper << 4);
    }

    /** A number of half precision: a sign, 5 bits of exponent, 10 of fraction. */
    private static float half(ByteBuffer in) {
        int bits = in.getShort();
        int exponent = (bits >>> 10) & 31;
        int fraction = bits & 1023;
        float size = exponent == 0
                ? fraction * 0x1p-24f
                : exponent == 31
                        ? (fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN)
                        : Math.scalb(1 + fraction * 0x1p-10f, exponent - 15);
        return bits < 0 ? -size : size;
    }
}
