package org.reformatted.eval.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class AgreementTest {
    /** Cohen's textbook table: 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no gives kappa 0.4. */
    @Test
    void kappaIsAgreementBeyondChance() {
        List<String> first = new java.util.ArrayList<>();
        List<String> second = new java.util.ArrayList<>();
        int[] counts = {20, 5, 10, 15};
        for (int cell = 0; cell < 4; cell++) {
            for (int i = 0; i < counts[cell]; i++) {
                first.add(cell < 2 ? "yes" : "no");
                second.add(cell % 2 == 0 ? "yes" : "no");
            }
        }
        assertThat(Agreement.observed(first, second)).isCloseTo(0.7, within(1e-12));
        assertThat(Agreement.cohensKappa(first, second)).isCloseTo(0.4, within(1e-12));
        assertThat(Agreement.cohensKappa(first, first)).isCloseTo(1, within(1e-12));
        assertThat(Agreement.cohensKappa(List.of("a", "a"), List.of("a", "a"))).isNaN();
        assertThat(Agreement.observed(List.of(), List.of())).isNaN();
        assertThatThrownBy(() -> Agreement.observed(List.of(1), List.of()))
                .hasMessage("first (1) and second (0) must have the same length");
    }

    @Test
    void repeatsAgreeAsFarAsTheirPairsDo() {
        assertThat(Agreement.amongRepeats(List.of(List.of(1, 2), List.of(1, 2), List.of(1, 3))))
                .isCloseTo((1 + 0.5 + 0.5) / 3, within(1e-12));
        assertThat(Agreement.amongRepeats(List.of(List.of(1, 2)))).isNaN();
    }

    /** Preferences made from known coefficients come out with these, and the rate is that at equal lengths. */
    @Test
    void kappaAmongRepeatsIsTheMeanOverTheirPairs() {
        List<String> a = List.of("x", "x", "y", "y");
        List<String> b = List.of("x", "y", "y", "y");
        assertThat(Agreement.cohensKappa(a, b)).isCloseTo(0.5, within(1e-12));
        assertThat(Agreement.kappaAmongRepeats(List.of(a, a, b))).isCloseTo((1 + 0.5 + 0.5) / 3, within(1e-12));
        assertThat(Agreement.amongRepeats(List.of(a, a, b))).isCloseTo((1 + 0.75 + 0.75) / 3, within(1e-12));
        assertThat(Agreement.kappaAmongRepeats(List.of(a))).isNaN();
        assertThat(Agreement.kappaAmongRepeats(List.of(List.of("x"), List.of("x"))))
                .isNaN();
    }
}
