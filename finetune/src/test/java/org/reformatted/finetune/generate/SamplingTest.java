package org.reformatted.finetune.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.reformatted.finetune.kernel.Torch;
import org.reformatted.realign.llm.SamplingSettings;

class SamplingTest {
    private static final float[] LOGITS = {0, (float) Math.log(2), (float) Math.log(5), (float) Math.log(2)};

    @Test
    void drawsInProportionToTheSoftmaxOverTheTemperature() {
        assertThat(shares(1, 1, 0))
                .satisfies(
                        s -> assertThat(s[2]).isEqualTo(0.5, within(0.02)),
                        s -> assertThat(s[0]).isEqualTo(0.1, within(0.02)));
        double square = 1 + 4 + 25 + 4;
        assertThat(shares(0.5, 1, 0)[2]).isEqualTo(25 / square, within(0.02));
    }

    @Test
    void topKKeepsTheLikeliestAndOfEqualsTheFirst() {
        assertThat(shares(1, 1, 2))
                .satisfies(
                        s -> assertThat(s[0] + s[3]).isZero(),
                        s -> assertThat(s[1]).isEqualTo(2 / 7.0, within(0.02)));
    }

    @Test
    void topPKeepsTheTokenThatCrossesTheShare() {
        assertThat(shares(1, 0.5, 0)[2]).isEqualTo(1);
        assertThat(shares(1, 0.51, 0))
                .satisfies(
                        s -> assertThat(s[1]).isPositive(),
                        s -> assertThat(s[3] + s[0]).isZero());
    }

    @Test
    void greedyTakesTheFirstOfEquals() {
        assertThat(Sampling.likeliest(new float[] {1, 3, 3, 2})).isEqualTo(new Sampling.Draw(1, 0));
        assertThat(Sampling.likeliest(new float[] {-5, -3, -4}).margin()).isEqualTo(1);
    }

    /** Random logits with exact ties, near ties, and tokens that are out of reach, under every kind of settings at once. */
    @Test
    void whereTheLogitsAreTheSameIsDrawnAsHere() {
        Random random = new Random(4);
        int rows = 60;
        int vocabulary = 200;
        float[] logits = new float[rows * vocabulary];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = random.nextInt(4) == 0 ? random.nextInt(5) : (float) random.nextGaussian() * 6;
        }
        List<Sampling.Chance> chances = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            double temperature = row % 5 == 0 ? 0 : 0.3 + random.nextDouble();
            double topP = row % 3 == 0 ? 1 : 0.2 + 0.8 * random.nextDouble();
            int topK = row % 4 == 0 ? 1 + random.nextInt(300) : 0;
            SamplingSettings settings = new SamplingSettings(temperature, topP, topK, 1, 1, List.of(), 1);
            chances.add(new Sampling.Chance(settings, random.nextDouble()));
        }
        Set<Boolean> sure = new HashSet<>();
        try (NDManager step = Torch.newManager(Device.cpu());
                TokenSampler there = new TokenSampler.There(step)) {
            NDArray all = step.create(logits, new Shape(rows, vocabulary));
            for (double tolerance : new double[] {0, 1e-4, 1e-2}) {
                List<Sampling.Draw> expected = new TokenSampler.Here().draw(step, all, chances, tolerance);
                List<Sampling.Draw> drawn = there.draw(step, all, chances, tolerance);
                for (int row = 0; row < rows; row++) {
                    Sampling.Draw here = expected.get(row);
                    assertThat(drawn.get(row).id()).as("row %s", row).isEqualTo(here.id());
                    assertThat(drawn.get(row).margin()).as("row %s", row).isEqualTo(here.margin(), within(1e-12));
                    sure.add(here.margin() > tolerance);
                }
            }
            List<Sampling.Chance> greedy = Collections.nCopies(rows, chances.get(0));
            assertThat(there.draw(step, all, greedy, 0)).isEqualTo(new TokenSampler.Here().draw(step, all, greedy, 0));
        }
        assertThat(sure).containsExactlyInAnyOrder(true, false);
    }

    private static double[] shares(double temperature, double topP, int topK) {
        Sampling sampling = new Sampling(new SamplingSettings(temperature, topP, topK, 1, 1, List.of(), 1), 0);
        double[] shares = new double[LOGITS.length];
        int draws = 10_000;
        IntStream.range(0, draws)
                .forEach(i -> shares[Sampling.draw(LOGITS, sampling.next(), 0).id()] += 1.0 / draws);
        for (int id = 0; id < shares.length; id++) {
            shares[id] = Math.round(shares[id] * draws) / (double) draws;
        }
        return shares;
    }
}
