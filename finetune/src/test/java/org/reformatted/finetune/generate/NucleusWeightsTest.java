package org.reformatted.finetune.generate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NucleusWeightsTest {
    /** Holtzman et al. 2020, section 3.1: the smallest set of at least p; of equals, the lower id. */
    @Test
    void keepsTheFewestThatReachTheShare() {
        double[] weights = {1, 5, 3, 1};
        assertThat(NucleusWeights.of(weights, 0, 0.8, 0).weights()).containsExactly(0, 5, 3, 0);
        assertThat(NucleusWeights.of(weights, 0, 0.81, 0).weights()).containsExactly(1, 5, 3, 0);
        assertThat(NucleusWeights.of(weights, 0, 1, 0).weights()).containsExactly(1, 5, 3, 1);
        assertThat(NucleusWeights.of(weights, 0, 1e-9, 0).weights()).containsExactly(0, 5, 0, 0);
    }

    @Test
    void topKComesBeforeTopP() {
        assertThat(NucleusWeights.of(new double[] {1, 5, 3, 1}, 2, 1, 0).weights())
                .containsExactly(0, 5, 3, 0);
        assertThat(NucleusWeights.of(new double[] {1, 5, 3, 1}, 2, 0.6, 0).weights())
                .containsExactly(0, 5, 0, 0);
    }
}
