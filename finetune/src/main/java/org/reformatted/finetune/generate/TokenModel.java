package org.reformatted.finetune.generate;

import java.util.List;

/**
 * A model that reads sequences token by token and remembers them as rows. Rows are dense, from 0, and none sees another; yet rounding may
 * differ with the number of rows.
 */
interface TokenModel extends AutoCloseable {
    /**
     * How many sequences it remembers at most.
     *
     * @return rows
     */
    int maxRows();

    /**
     * The longest sequence it can remember.
     *
     * @return tokens
     */
    int capacity();

    /**
     * Reads prompts as new rows behind the others.
     *
     * @param prompts tokens of each, at least one and at most the capacity
     * @param chances decide the token behind each
     * @return those tokens, with margins that say how far the logits may move
     */
    List<Sampling.Draw> start(List<int[]> prompts, List<Sampling.Chance> chances);

    /**
     * Appends a token to every row.
     *
     * @param tokens one for each row, in order
     * @param chances decide the token behind each
     * @return those tokens, with margins that say how far the logits may move
     */
    List<Sampling.Draw> append(int[] tokens, List<Sampling.Chance> chances);

    /**
     * Draws the token behind a sequence from its tokens alone; rows that are remembered stay.
     *
     * @param sequence tokens, at least one and at most the capacity
     * @param chance decides
     * @return the token, always the same for the same sequence and chance
     */
    Sampling.Draw alone(int[] sequence, Sampling.Chance chance);

    /**
     * How far the logits that {@link #start} and {@link #append} draw from may lie from those of {@link #alone}.
     *
     * @return the difference below which no draw may depend on it
     */
    double tolerance();

    /**
     * Forgets a row; the last one takes its place.
     *
     * @param row the row
     */
    void drop(int row);

    @Override
    void close();
}
