package org.reformatted.finetune.batch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.reformatted.finetune.batch.BatchStep.Rows;
import org.reformatted.realign.base.Check;

/**
 * Assigns examples to steps. Every example occurs once in each epoch; the last step of an epoch may be smaller. The steps of an epoch depend only on
 * the seed, the lengths and the epoch's number, so that a run can resume exactly at any step. Not thread-safe.
 */
public final class BatchPlan {
    /** Grouping by length sorts the examples of this number of batches at a time. */
    private static final int WINDOW = 64;

    private final int[] lengths;
    private final Batching batching;
    private final int maxLength;
    private final EpochOrder order;
    private int drawnEpoch = -1;
    private List<BatchStep> drawn = List.of();

    /**
     * Creates a plan.
     *
     * @param examples the training examples, none longer than {@code maxLength}
     * @param batching the size of a step
     * @param maxLength the maximum number of tokens of a row
     * @param seed of the order
     * @param shuffle false keeps the order of the examples
     */
    public BatchPlan(List<TokenizedExample> examples, Batching batching, int maxLength, long seed, boolean shuffle) {
        this(examples.stream().mapToInt(TokenizedExample::length).toArray(), batching, maxLength, seed, shuffle);
    }

    BatchPlan(int[] lengths, Batching batching, int maxLength, long seed, boolean shuffle) {
        Check.argument(lengths.length > 0, "examples (%s) must not be empty", lengths.length);
        this.lengths = lengths;
        this.batching = batching;
        this.maxLength = batching instanceof Batching.Tokens budget ? Math.min(maxLength, budget.tokens()) : maxLength;
        int longest = Arrays.stream(lengths).max().orElse(0);
        Check.argument(
                longest <= this.maxLength,
                "the longest example (%s tokens) must fit into a row of %s; lower maxLength or raise batch.tokens",
                longest,
                this.maxLength);
        order = new EpochOrder(lengths.length, seed, shuffle);
    }

    /**
     * Returns a step by its number.
     *
     * @param step number of the step, from 0, counted over all epochs
     * @return its examples
     */
    public BatchStep step(long step) {
        long left = step;
        for (int epoch = 0; ; epoch++) {
            List<BatchStep> steps = epoch(epoch);
            if (left < steps.size()) {
                return steps.get((int) left);
            }
            left -= steps.size();
        }
    }

    /**
     * Counts the steps of some epochs.
     *
     * @param epochs number of epochs, from the first
     * @return the number of steps
     */
    public long steps(int epochs) {
        return IntStream.range(0, epochs)
                .mapToLong(epoch -> epoch(epoch).size())
                .sum();
    }

    /**
     * Computes the steps of an epoch.
     *
     * @param epoch its number, from 0
     * @return its steps, in order
     */
    public List<BatchStep> epoch(int epoch) {
        if (epoch != drawnEpoch) {
            drawn = accumulated(epoch, batches(epoch));
            drawnEpoch = epoch;
        }
        return drawn;
    }

    private List<Rows> batches(int epoch) {
        int[] permutation = order.permutation(epoch);
        if (batching instanceof Batching.Examples fixed) {
            return fixed(permutation, fixed.examples());
        }
        Batching.Tokens budget = (Batching.Tokens) batching;
        return budget.layout() == Batching.Layout.PACKED
                ? packed(permutation, budget)
                : grouped(permutation, budget.tokens(), order.shuffle() ? order.random(~epoch) : null);
    }

    private static List<Rows> fixed(int[] permutation, int examples) {
        List<Rows> batches = new ArrayList<>();
        for (int start = 0; start < permutation.length; start += examples) {
            int end = Math.min(start + examples, permutation.length);
            batches.add(
                    singleBatch(Arrays.stream(permutation, start, end).boxed().toList()));
        }
        return batches;
    }

    /** Packs the examples of an entire step into rows, then divides the rows among its batches. */
    private List<Rows> packed(int[] permutation, Batching.Tokens budget) {
        int rows = budget.tokens() / maxLength;
        int rowsOfStep = rows * budget.accumulate();
        List<Rows> batches = new ArrayList<>();
        for (int start = 0; start < permutation.length; ) {
            int end = start + Packer.fitting(permutation, start, lengths, maxLength, rowsOfStep);
            List<List<Integer>> full = Packer.pack(permutation, start, end, lengths, maxLength, rowsOfStep);
            if (full == null) {
                throw new IllegalStateException("example " + permutation[start] + " exceeds a row of " + maxLength);
            }
            for (int row = 0; row < full.size(); row += rows) {
                batches.add(new Rows(full.subList(row, Math.min(row + rows, full.size()))));
            }
            start = end;
        }
        return batches;
    }

    /** Sorts a window of the order by length, divides it into batches and shuffles the batches. */
    private List<Rows> grouped(int[] permutation, int tokens, @Nullable SplittableRandom random) {
        List<Rows> batches = new ArrayList<>();
        for (int start = 0; start < permutation.length; ) {
            int end = start;
            long room = (long) tokens * WINDOW;
            while (end < permutation.length && (room -= lengths[permutation[end]]) >= 0) {
                end++;
            }
            List<Rows> window = window(permutation, start, end, tokens);
            if (random != null) {
                for (int last = window.size() - 1; last > 0; last--) {
                    Collections.swap(window, last, random.nextInt(last + 1));
                }
            }
            batches.addAll(window);
            start = end;
        }
        return batches;
    }

    private List<Rows> window(int[] permutation, int start, int end, int tokens) {
        List<Integer> longestFirst = Arrays.stream(permutation, start, end)
                .boxed()
                .sorted(Comparator.comparingInt((Integer example) -> -lengths[example]))
                .toList();
        List<Rows> batches = new ArrayList<>();
        for (int at = 0; at < longestFirst.size(); ) {
            int rows = Math.max(1, tokens / lengths[longestFirst.get(at)]);
            int to = Math.min(at + rows, longestFirst.size());
            batches.add(singleBatch(longestFirst.subList(at, to)));
            at = to;
        }
        return batches;
    }

    private static Rows singleBatch(List<Integer> examples) {
        return new Rows(examples.stream().map(List::of).toList());
    }

    private List<BatchStep> accumulated(int epoch, List<Rows> batches) {
        List<BatchStep> steps = new ArrayList<>();
        for (int start = 0; start < batches.size(); start += batching.accumulate()) {
            int end = Math.min(start + batching.accumulate(), batches.size());
            steps.add(new BatchStep(epoch, batches.subList(start, end)));
        }
        return steps;
    }
}
