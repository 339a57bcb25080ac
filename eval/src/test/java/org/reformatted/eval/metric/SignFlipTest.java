package org.reformatted.eval.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SignFlipTest {
    /** All 2^n patterns of signs, counted one by one. */
    private static double counted(int[] differences) {
        int observed = Math.abs(Arrays.stream(differences).sum());
        int hits = 0;
        for (int pattern = 0; pattern < 1 << differences.length; pattern++) {
            int sum = 0;
            for (int i = 0; i < differences.length; i++) {
                sum += (pattern >> i & 1) == 0 ? differences[i] : -differences[i];
            }
            hits += Math.abs(sum) >= observed ? 1 : 0;
        }
        return hits / (double) (1 << differences.length);
    }

    @Test
    void equalsTheCountOfAllPatternsOfSigns() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 50; i++) {
            int[] differences = random.ints(1 + random.nextInt(10), -3, 4).toArray();
            assertThat(SignFlip.pValue(differences, 1)).isCloseTo(counted(differences), within(1e-12));
        }
    }

    @Test
    void ofOneTrainingItIsMcNemarsExactTest() {
        int[] differences = new int[40];
        Arrays.fill(differences, 0, 5, -1);
        Arrays.fill(differences, 5, 20, 1);
        assertThat(SignFlip.pValue(differences, 1)).isCloseTo(McNemar.exact(5, 15), within(1e-12));
    }

    @Test
    void drawnSignsComeCloseToTheExactTest() {
        SplittableRandom random = new SplittableRandom(3);
        int[] differences = random.ints(200, -3, 5).toArray();
        double exact = SignFlip.pValue(differences, 1);
        assertThat(SignFlip.pValue(Arrays.stream(differences).asDoubleStream().toArray(), 1))
                .isCloseTo(exact, within(0.01));
    }

    @Test
    void largeWholeNumbersAreDrawnAndLeaveTheSameDoubt() {
        int[] small = {3, -1, 2, 2, -4, 5, 1, -2, 3, 4};
        int[] large = Arrays.stream(small).map(d -> d * 30_000).toArray();
        assertThat(SignFlip.pValue(large, 1)).isCloseTo(SignFlip.pValue(small, 1), within(0.02));
        assertThat(SignFlip.pValue(new double[] {0, 3, 0, -1, 2}, 5))
                .isEqualTo(SignFlip.pValue(new double[] {3, -1, 2}, 5));
    }

    @Test
    void signsOfMoreSamplesThanALongHasBitsAreDrawnOneByOne() {
        double[] differences = new double[200];
        Arrays.fill(differences, 0, 100, 1);
        Arrays.fill(differences, 100, 200, -1);
        differences[199] = 1;
        assertThat(SignFlip.pValue(differences, 1)).isBetween(0.85, 1.0);
        Arrays.fill(differences, 1);
        assertThat(SignFlip.pValue(differences, 1)).isEqualTo(1.0 / (SignFlip.DRAWS + 1));
    }

    @Test
    void aDifferenceWithoutAValueIsRefused() {
        assertThatThrownBy(() -> SignFlip.pValue(new double[] {1, Double.NaN}, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void noDifferenceSaysNothing() {
        assertThat(SignFlip.pValue(new int[] {0, 0}, 1)).isEqualTo(1);
        assertThat(SignFlip.pValue(new double[0], 1)).isEqualTo(1);
    }
}
