package org.reformatted.finetune.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class BatchStepTest {
    /** By hand: rows of 5 and 4 tokens are padded to 5 each, one of 9 not at all. */
    @Test
    void paddingIsWhatRowsLackToTheLongest() {
        BatchStep step = new BatchStep(
                0,
                List.of(
                        new BatchStep.Rows(List.of(List.of(0, 1), List.of(2))),
                        new BatchStep.Rows(List.of(List.of(3)))));
        assertThat(BatchStep.paddingShare(List.of(step), new int[] {2, 3, 4, 9}))
                .isCloseTo(1 - 18.0 / 19, within(1e-12));
        assertThat(step.examples()).containsExactly(0, 1, 2, 3);
        assertThat(BatchStep.paddingShare(List.of(), new int[0])).isNaN();
    }
}
