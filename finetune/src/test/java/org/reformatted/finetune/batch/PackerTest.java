package org.reformatted.finetune.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PackerTest {
    @Test
    void packsFirstFitDecreasing() {
        int[] lengths = {4, 8, 1, 4, 2, 1};
        assertThat(Packer.pack(new int[] {0, 1, 2, 3, 4, 5}, 0, 6, lengths, 10, 2))
                .containsExactly(List.of(1, 4), List.of(0, 3, 2, 5));
        assertThat(Packer.pack(new int[] {0, 1, 2, 3, 4, 5}, 0, 6, lengths, 9, 2))
                .isNull();
        assertThat(Packer.fitting(new int[] {0, 1, 2, 3, 4, 5}, 0, lengths, 9, 2))
                .isEqualTo(4);
    }
}
