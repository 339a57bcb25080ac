package org.reformatted.finetune.generate;

import java.util.List;

/**
 * A model that processes sequences token by token and stores them as rows. Rows are dense, from 0, and independent of each other, but rounding may
 * differ with the number of rows.
 */
interface TokenModel extends AutoCloseable {
    /**
     * The maximum number of stored sequences.
     *
     * @return rows
     */
    int maxRows();

    /**
     * The longest sequence that can be stored.
     *
     * @return tokens
     */
    int capacity();

    /**
     * Processes prompts and appends them as new rows.
     *
     * @param prompts tokens of each prompt, at least one and at most the capacity
     * @param chances the random choice of the token after each prompt
     * @return these tokens, each with the margin by which the logits may change
     */
    List<Sampling.Draw> start(List<int[]> prompts, List<Sampling.Chance> chances);

    /**
     * Appends a token to every row.
     *
     * @param tokens one for each row, in order
     * @param chances the random choice of the token after each row
     * @return these tokens, each with the margin by which the logits may change
     */
    List<Sampling.Draw> append(int[] tokens, List<Sampling.Chance> chances);

    /**
     * Draws the token after a sequence that is computed alone; stored rows do not change.
     *
     * @param sequence tokens, at least one and at most the capacity
     * @param chance the random choice
     * @return the token, always the same for the same sequence and chance
     */
    Sampling.Draw drawSingle(int[] sequence, Sampling.Chance chance);

    /**
     * The maximum difference between the logits of {@link #start} or {@link #append} and those of {@link #drawSingle}.
     *
     * @return the difference; a draw with a smaller margin must be repeated with {@link #drawSingle}
     */
    double tolerance();

    /**
     * Removes a row; the last row takes its place.
     *
     * @param row the row
     */
    void drop(int row);

    @Override
    void close();
}
