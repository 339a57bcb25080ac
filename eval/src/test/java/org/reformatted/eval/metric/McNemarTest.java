package org.reformatted.eval.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class McNemarTest {
    /** R: {@code binom.test(1, 9)$p.value} 0.0390625, {@code binom.test(5, 20)} 0.04138947. */
    @Test
    void mcNemarIsTheExactBinomial() {
        assertThat(McNemar.exact(1, 8)).isCloseTo(0.0390625, within(1e-12));
        assertThat(McNemar.exact(8, 1)).isCloseTo(0.0390625, within(1e-12));
        assertThat(McNemar.exact(5, 15)).isCloseTo(0.04138947, within(1e-8));
        assertThat(McNemar.exact(4, 4)).isEqualTo(1);
        assertThat(McNemar.exact(0, 0)).isEqualTo(1);
        assertThat(McNemar.exact(0, 1)).isEqualTo(1);
        assertThatThrownBy(() -> McNemar.exact(-1, 0)).hasMessage("onlyFirst (-1) must not be negative");
        assertThatThrownBy(() -> McNemar.exact(0, -1)).hasMessage("onlySecond (-1) must not be negative");
    }
}
