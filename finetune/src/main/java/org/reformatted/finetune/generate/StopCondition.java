package org.reformatted.finetune.generate;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.reformatted.realign.base.Check;

/**
 * When an answer ends before its limit.
 *
 * @param ids tokens that end an answer and are not part of it
 * @param texts texts before which an answer ends
 * @param writesEnd whether the text of a token that ends an answer is part of its text; special tokens have no text
 */
public record StopCondition(Set<Integer> ids, List<String> texts, boolean writesEnd) {
    /** Copies the collections; an empty text would end every answer immediately. */
    public StopCondition {
        ids = Set.copyOf(ids);
        texts = List.copyOf(texts);
        Check.argument(!texts.contains(""), "stop texts (%s) must not be empty", texts);
    }

    /**
     * Ends an answer before a token or a text.
     *
     * @param ids tokens that end an answer and are not part of it
     * @param texts texts before which an answer ends
     */
    public StopCondition(Set<Integer> ids, List<String> texts) {
        this(ids, texts, false);
    }

    /**
     * Finds the end of a text after more bytes were appended.
     *
     * @param written the text in UTF-8
     * @param size number of its bytes that are used
     * @param searched number of bytes at the last search, which found no stop text
     * @return the start of the first stop text, or -1 when there is none
     */
    int end(byte[] written, int size, int searched) {
        int end = -1;
        for (String text : texts) {
            byte[] stop = text.getBytes(StandardCharsets.UTF_8);
            for (int at = Math.max(0, searched - stop.length + 1);
                    at + stop.length <= size && (end < 0 || at < end);
                    at++) {
                if (Arrays.equals(written, at, at + stop.length, stop, 0, stop.length)) {
                    end = at;
                }
            }
        }
        return end;
    }
}
