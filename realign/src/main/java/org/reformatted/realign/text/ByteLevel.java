package org.reformatted.realign.text;

import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.Map;

/**
 * The spelling of bytes as visible characters in byte-level byte-pair encoding (Radford et al. 2019, GPT-2): bytes of printable Latin-1 characters
 * are spelled as these characters, and the other 68 bytes, in order, as U+0100 and the following characters.
 */
final class ByteLevel {
    private static final Map<Integer, Integer> BYTE_OF = table();

    private ByteLevel() {}

    /** Returns the bytes of a piece; a character that is not in the table, which only occurs in added tokens, gives its UTF-8 bytes. */
    static byte[] bytes(String piece) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        piece.codePoints().forEach(point -> {
            Integer value = BYTE_OF.get(point);
            if (value == null) {
                out.writeBytes(Character.toString(point).getBytes(java.nio.charset.StandardCharsets.UTF_8));
            } else {
                out.write(value);
            }
        });
        return out.toByteArray();
    }

    private static Map<Integer, Integer> table() {
        Map<Integer, Integer> table = new HashMap<>();
        int next = 0x100;
        for (int value = 0; value < 256; value++) {
            boolean visible = (value >= '!' && value <= '~') || (value >= 0xA1 && value <= 0xAC) || value >= 0xAE;
            table.put(visible ? value : next++, value);
        }
        return table;
    }
}
