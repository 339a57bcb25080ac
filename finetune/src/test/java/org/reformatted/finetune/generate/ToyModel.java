package org.reformatted.finetune.generate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.reformatted.finetune.generate.Sampling.Chance;
import org.reformatted.finetune.generate.Sampling.Draw;

/** Logits that follow from the sequence, full of near ties, with noise that follows from the neighbours, as rounding does. */
final class ToyModel implements TokenModel {
    static final int VOCABULARY = 50;
    static final int END = 0;
    static final int CAPACITY = 80;
    private static final float NOISE = 1e-4f;

    private final List<int[]> rows = new ArrayList<>();
    private final int maxRows;

    ToyModel(int maxRows) {
        this.maxRows = maxRows;
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    @Override
    public int maxRows() {
        return maxRows;
    }

    @Override
    public int capacity() {
        return CAPACITY;
    }

    @Override
    public List<Draw> start(List<int[]> prompts, List<Chance> chances) {
        rows.addAll(prompts);
        Random noise = new Random(Arrays.hashCode(prompts.get(0)));
        return IntStream.range(0, prompts.size())
                .mapToObj(row -> Sampling.draw(
                        noisy(logits(prompts.get(row)), prompts.size(), noise), chances.get(row), tolerance()))
                .toList();
    }

    private static float[] noisy(float[] logits, int neighbours, Random noise) {
        for (int id = 0; id < VOCABULARY; id++) {
            logits[id] += neighbours == 1 ? 0 : NOISE * (2 * noise.nextFloat() - 1);
        }
        return logits;
    }

    @Override
    public List<Draw> append(int[] tokens, List<Chance> chances) {
        List<Draw> draws = new ArrayList<>();
        Random noise = new Random(31 * rows.size() + tokens[0]);
        for (int row = 0; row < tokens.length; row++) {
            int[] longer = Arrays.copyOf(rows.get(row), rows.get(row).length + 1);
            longer[longer.length - 1] = tokens[row];
            rows.set(row, longer);
            float[] logits = noisy(logits(longer), tokens.length, noise);
            draws.add(Sampling.draw(logits, chances.get(row), tolerance()));
        }
        return draws;
    }

    @Override
    public Draw drawSingle(int[] sequence, Chance chance) {
        return Sampling.draw(logits(sequence), chance, tolerance());
    }

    /** Whole and half steps, so that exact and near ties are frequent. */
    private static float[] logits(int[] sequence) {
        Random random = new Random(Arrays.hashCode(sequence));
        float[] logits = new float[VOCABULARY];
        for (int id = 0; id < VOCABULARY; id++) {
            logits[id] = random.nextInt(12) / 2f + random.nextInt(3) * 1e-5f;
        }
        return logits;
    }

    @Override
    public double tolerance() {
        return 1e-3;
    }

    @Override
    public void drop(int row) {
        int[] last = rows.remove(rows.size() - 1);
        if (row < rows.size()) {
            rows.set(row, last);
        }
    }

    @Override
    public void close() {}
}
