package org.reformatted.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reformatted.eval.metric.Score;

class PaperMatchTest {
    /** The difference found, its interval, its corrected p-value, the paper's difference, and what the two are to each other. */
    @ParameterizedTest
    @CsvSource({
        "9.8, 5.0, 14.0, 0.01, 9.0, REPRODUCED",
        "9.8, 5.0, 14.0, 0.20, 9.0, CONSISTENT",
        "9.8, 5.0, 14.0, 0.01, 20.0, CONSISTENT",
        "9.8, 5.0, 14.0, 0.20, 20.0, INCONSISTENT",
        "-9.8, -14.0, -5.0, 0.01, 9.0, INCONSISTENT",
        "-9.8, -14.0, -5.0, 0.01, -14.0, REPRODUCED",
        "1.0, -3.0, 5.0, 0.90, 0.0, CONSISTENT"
    })
    void aDifferenceBesideThePapers(
            double found, double low, double high, double p, double paper, PaperMatch.Status status) {
        PooledDifference difference = new PooledDifference(
                "original",
                "realigned",
                "gsm8k",
                "strict",
                Score.PERCENT,
                List.of(1L),
                100,
                0,
                found,
                found,
                low,
                high,
                p,
                p,
                1);
        assertThat(PaperMatch.Status.of(difference, paper)).isEqualTo(status);
    }
}
