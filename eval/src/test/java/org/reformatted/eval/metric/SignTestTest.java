package org.reformatted.eval.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SignTestTest {
    @Test
    void signTestIsTheExactBinomial() {
        assertThat(SignTest.exact(1, 8)).isCloseTo(0.0390625, within(1e-12));
    }
}
