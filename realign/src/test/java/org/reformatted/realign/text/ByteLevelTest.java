package org.reformatted.realign.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ByteLevelTest {
    /** GPT-2, encoder.py, {@code bytes_to_unicode}: space is U+0120, 0xAD the last of 68. */
    @Test
    void gpt2sLettersAreBytes() {
        assertThat(ByteLevel.bytes("\u0120a")).isEqualTo(" a".getBytes(StandardCharsets.UTF_8));
        assertThat(ByteLevel.bytes("\u010a")).isEqualTo("\n".getBytes(StandardCharsets.UTF_8));
        assertThat(ByteLevel.bytes("\u00c3\u00a9")).isEqualTo("\u00e9".getBytes(StandardCharsets.UTF_8));
        assertThat(ByteLevel.bytes("\u0143")).isEqualTo(new byte[] {(byte) 0xAD});
        assertThat(ByteLevel.bytes("\u4e2d")).isEqualTo("\u4e2d".getBytes(StandardCharsets.UTF_8));
    }
}
