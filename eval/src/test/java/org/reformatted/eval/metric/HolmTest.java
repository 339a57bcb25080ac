package org.reformatted.eval.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class HolmTest {
    /** R: {@code p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm")} is 0.03 0.06 0.06 0.02. */
    @Test
    void holmAdjustsAsInR() {
        double[] adjusted = Holm.adjusted(new double[] {0.01, 0.04, 0.03, 0.005});
        assertThat(adjusted).containsExactly(new double[] {0.03, 0.06, 0.06, 0.02}, within(1e-12));
        assertThat(Holm.adjusted(new double[] {0.9, 0.8})).containsExactly(1, 1);
        assertThat(Holm.adjusted(new double[0])).isEmpty();
        assertThatThrownBy(() -> Holm.adjusted(new double[] {1.2})).hasMessage("p (1.2) must lie in [0, 1]");
        assertThatThrownBy(() -> Holm.adjusted(new double[] {-0.1})).hasMessage("p (-0.1) must lie in [0, 1]");
    }
}
