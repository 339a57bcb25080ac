package org.reformatted.experiments.miniature;

import java.util.Arrays;
import java.util.Iterator;
import java.util.stream.Stream;
import org.reformatted.finetune.batch.TokenizedExample;
import org.reformatted.realign.text.Tokenizer;

/** Pretraining documents as rows of equal length, with one document after the other; tokens that are not learned have a loss weight of 0. */
final class PretrainingRows {
    /** Tokens of a row. */
    static final int LENGTH = 128;

    private final Tokenizer tokenizer;
    private int[] ids = new int[2 * LENGTH];
    private float[] weights = new float[2 * LENGTH];
    private int size;
    private int row;

    private PretrainingRows(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /**
     * Converts documents to rows.
     *
     * @param documents an infinite stream
     * @param tokenizer the miniature's tokenizer
     * @return an infinite stream of rows
     */
    static Stream<TokenizedExample> of(Stream<PretrainingText.Document> documents, Tokenizer tokenizer) {
        PretrainingRows rows = new PretrainingRows(tokenizer);
        Iterator<PretrainingText.Document> next = documents.iterator();
        return Stream.generate(() -> rows.row(next));
    }

    private TokenizedExample row(Iterator<PretrainingText.Document> documents) {
        while (size < LENGTH) {
            lay(documents.next());
        }
        int[] first = Arrays.copyOf(ids, LENGTH);
        float[] learned = Arrays.copyOf(weights, LENGTH);
        learned[0] = 0; // the first token has no context to predict it
        size -= LENGTH;
        System.arraycopy(ids, LENGTH, ids, 0, size);
        System.arraycopy(weights, LENGTH, weights, 0, size);
        row++;
        return new TokenizedExample("row-" + row, first, learned);
    }

    private void lay(PretrainingText.Document document) {
        lay(new int[] {tokenizer.sequence().start().orElseThrow()}, 0);
        for (PretrainingText.LearnedText part : document.parts()) {
            lay(tokenizer.encode(part.read()), 0);
            lay(tokenizer.encode(part.learned()), 1);
        }
        lay(new int[] {tokenizer.sequence().end().orElseThrow()}, 1);
    }

    private void lay(int[] tokens, float weight) {
        if (size + tokens.length > ids.length) {
            ids = Arrays.copyOf(ids, 2 * (size + tokens.length));
            weights = Arrays.copyOf(weights, ids.length);
        }
        System.arraycopy(tokens, 0, ids, size, tokens.length);
        Arrays.fill(weights, size, size + tokens.length, weight);
        size += tokens.length;
    }
}
