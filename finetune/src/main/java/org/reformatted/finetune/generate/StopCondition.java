package org.reformatted.finetune.generate;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.reformatted.realign.base.Check;

/**
 * When an answer ends before its limit.
 *
 * @param ids tokens that end it and are no part of it
 * @param texts texts before which it ends
 * @param writesEnd whether the text of a token that ends it is written; special tokens have none
 */
public record StopCondition(Set<Integer> ids, List<String> texts, boolean writesEnd) {
    /** Copies both; empty texts would end every answer at once. */
    public StopCondition {
        ids = Set.copyOf(ids);
        texts = List.copyOf(texts);
        Check.argument(!texts.contains(""), "stop texts (%s) must not be empty", texts);
    }

    /**
     * Ends an answer before a token or a text.
     *
     * @param ids tokens that end it and are no part of it
     * @param texts texts before which it ends
     */
    public StopCondition(Set<Integer> ids, List<String> texts) {
        this(ids, texts, false);
    }

    /**
     * Finds where a text ends, once more bytes were written.
     *
     * @param written the text in UTF-8
     * @param size how many of its bytes count
     * @param searched how many of them were there at the last search, which found nothing
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
