package org.reformatted.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reformatted.eval.answer.Verdict;
import org.reformatted.eval.metric.Score;
import org.reformatted.eval.run.EvalConfig;
import org.reformatted.eval.run.EvalResult;
import org.reformatted.eval.run.ScoredExample;
import org.reformatted.realign.llm.SamplingSettings;

class PooledDifferenceTest {
    private static EvalResult result(int... right) {
        List<ScoredExample> examples = new ArrayList<>();
        for (int i = 0; i < right.length; i++) {
            examples.add(new ScoredExample("q" + i, Map.of("strict", Verdict.of("x", right[i] == 1))));
        }
        return new EvalResult(
                "gsm8k",
                1,
                "m",
                EvalConfig.of("gsm8k", SamplingSettings.greedy(8)),
                right.length,
                0,
                0,
                "strict",
                Map.of("strict", new Score(0, Score.PERCENT, right.length, 0L, 0, 0, 0, 0, 0)),
                Map.of(),
                examples);
    }

    private static PooledDifference pooled(List<Long> seeds, EvalResult[]... pairs) {
        return PooledDifference.of("original", "realigned", "gsm8k", "strict", seeds, List.of(pairs));
    }

    /** Of one seed it is McNemar's exact test: 6 to 0 of 8 gives 2 / 2^6. */
    @Test
    void oneSeedIsMcNemarsTest() {
        PooledDifference difference =
                pooled(List.of(1L), new EvalResult[] {result(0, 0, 0, 0, 0, 0, 1, 0), result(1, 1, 1, 1, 1, 1, 1, 0)});
        assertThat(difference.first()).isCloseTo(12.5, within(1e-9));
        assertThat(difference.second()).isCloseTo(87.5, within(1e-9));
        assertThat(difference.difference()).isCloseTo(75, within(1e-9));
        assertThat(difference.pValue()).isCloseTo(2.0 / 64, within(1e-12));
        assertThat(difference.low()).isLessThan(75).isGreaterThan(0);
    }

    /** Where two seeds cancel each other in every sample nothing differs. */
    @Test
    void seedsAreAveragedBySample() {
        PooledDifference difference =
                pooled(List.of(1L, 2L), new EvalResult[] {result(0, 1, 0, 1), result(1, 0, 1, 0)}, new EvalResult[] {
                    result(1, 0, 1, 0), result(0, 1, 0, 1)
                });
        assertThat(difference.difference()).isCloseTo(0, within(1e-9));
        assertThat(difference.pValue()).isEqualTo(1);
        assertThat(difference.n()).isEqualTo(4);
    }

    @Test
    void theCorrectedValueDecides() {
        PooledDifference difference =
                pooled(List.of(1L), new EvalResult[] {result(0, 0, 0, 0, 0, 0, 1, 0), result(1, 1, 1, 1, 1, 1, 1, 0)});
        assertThat(difference.finding()).isEqualTo(PooledDifference.Finding.NO_SAMPLES);
        assertThat(difference.corrected(0.03, 2).finding()).isEqualTo(PooledDifference.Finding.AHEAD);
        assertThat(difference.corrected(0.05, 2).finding()).isEqualTo(PooledDifference.Finding.NO_DIFFERENCE);
        assertThat(difference.corrected(0.05, 2).beyondChance()).isFalse();
        assertThat(difference.corrected(0.03, 2).sentence())
                .startsWith("87.5")
                .contains(" over 8 samples and seed 1: ahead, beyond chance (corrected p 0.0300)");
    }

    @ParameterizedTest
    @CsvSource({"1.25, 1, +1.3", "-1.25, 1, -1.3", "0.04, 1, 0.0", "-0.04, 1, 0.0", "0, 2, 0.00", "NaN, 1, undefined"})
    void signs(double value, int decimals, String shown) {
        assertThat(PooledDifference.signed(value, decimals)).isEqualTo(shown);
    }
}
