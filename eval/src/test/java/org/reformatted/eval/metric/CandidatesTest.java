package org.reformatted.eval.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CandidatesTest {
    /** HumanEval's estimator: 1 - C(n - c, k) / C(n, k). */
    @Test
    void passAtKIsWithoutBias() {
        assertThat(Candidates.passAt(10, 3, 1)).isCloseTo(0.3, within(1e-12));
        assertThat(Candidates.passAt(5, 2, 2)).isCloseTo(1 - 3.0 / 10, within(1e-12));
        assertThat(Candidates.passAt(5, 4, 2)).isEqualTo(1);
        assertThat(Candidates.passAt(5, 0, 5)).isZero();
        assertThat(Candidates.passAt(5, 5, 1)).isEqualTo(1);
        assertThatThrownBy(() -> Candidates.passAt(5, 2, 6)).hasMessage("k (6) must lie in [1, 5]");
        assertThatThrownBy(() -> Candidates.passAt(5, 2, 0)).hasMessage("k (0) must lie in [1, 5]");
        assertThatThrownBy(() -> Candidates.passAt(5, 6, 1)).hasMessage("correct (6) must lie in [0, 5]");
        assertThatThrownBy(() -> Candidates.passAt(5, -1, 1)).hasMessage("correct (-1) must lie in [0, 5]");
    }

    @Test
    void majorityIsTheMostFrequentAndFirstOfEquals() {
        assertThat(Candidates.majority(List.of(Optional.of("2"), Optional.of("3"), Optional.empty(), Optional.of("3"))))
                .hasValue("3");
        assertThat(Candidates.majority(List.of(Optional.of("2"), Optional.of("3"))))
                .hasValue("2");
        assertThat(Candidates.majority(List.of(Optional.empty()))).isEmpty();
    }
}
