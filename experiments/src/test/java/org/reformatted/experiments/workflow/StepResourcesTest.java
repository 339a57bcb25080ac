package org.reformatted.experiments.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class StepResourcesTest {
    @Test
    void whatIsAloneFitsNoOtherOfTheSameName() {
        StepResources asks = StepResources.of(false, Set.of("gpt"), Set.of());
        StepResources batch = StepResources.of(false, Set.of("gpt"), Set.of("gpt"));
        StepResources other = StepResources.of(false, Set.of("claude"), Set.of("claude"));
        assertThat(asks.fits(asks)).isTrue();
        assertThat(batch.fits(asks)).isFalse();
        assertThat(asks.fits(batch)).isFalse();
        assertThat(batch.fits(other)).isTrue();
        assertThat(StepResources.NOTHING.fits(batch)).isTrue();
        assertThat(other.withExclusive("gpt").fits(asks)).isFalse();
        assertThat(StepResources.of(true, Set.of("gpt"), Set.of()).fits(asks)).isFalse();
    }
}
