package org.reformatted.finetune.weights;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.realign.base.Json;

class GgufTypeTest {
    /** Blocks of random bytes as the gguf package reads them (made by src/test/python/make_gguf_blocks.py), bit for bit. */
    @Test
    void dequantisesBitForBit() throws IOException {
        JsonNode golden = Json.MAPPER.readTree(GgufTypeTest.class.getResourceAsStream("gguf-blocks.json"));
        assertThat(golden.size()).isEqualTo(8);
        for (var kind : golden.properties()) {
            byte[] bytes = HexFormat.of().parseHex(kind.getValue().path("bytes").asText());
            ByteBuffer numbers = GgufType.valueOf(kind.getKey())
                    .decode(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
            JsonNode expected = kind.getValue().path("bits");
            assertThat(numbers.remaining()).isEqualTo(4 * expected.size());
            for (int i = 0; i < expected.size(); i++) {
                float number = numbers.getFloat(4 * i);
                assertThat(number)
                        .as("%s, number %s", kind.getKey(), i)
                        .isEqualTo(Float.intBitsToFloat(expected.path(i).asInt()));
            }
        }
    }

    /** Numbers and sizes of types in ggml.h. */
    @ParameterizedTest
    @CsvSource({
        "0, F32, 1, 4",
        "1, F16, 1, 2",
        "2, Q4_0, 32, 18",
        "8, Q8_0, 32, 34",
        "12, Q4_K, 256, 144",
        "30, BF16, 1, 2"
    })
    void types(int number, GgufType type, int blockSize, int blockBytes) {
        assertThat(GgufType.of(number)).hasValue(type);
        assertThat(type.blockSize()).isEqualTo(blockSize);
        assertThat(type.blockBytes()).isEqualTo(blockBytes);
    }

    @Test
    void otherNumbersAreNoTypeThatIsRead() {
        assertThat(GgufType.of(4)).as("Q4_2, which ggml removed").isEmpty();
        assertThat(GgufType.of(-1)).isEmpty();
    }

    @Test
    void plainNumbersStayAsTheyAreAndBlocksBecomeFloats() {
        ByteBuffer half = ByteBuffer.wrap(new byte[] {1, 2});
        assertThat(GgufType.F16.decode(half)).isSameAs(half);
        assertThat(GgufType.F16.stored()).isEqualTo(NumberType.FLOAT16);
        assertThat(GgufType.Q6_K.stored()).isEqualTo(NumberType.FLOAT32);
    }
}
