package org.reformatted.finetune.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NumberTypeTest {
    /** c10/core/ScalarType.h: Half 5, Float 6, BFloat16 15. */
    @Test
    void namesOfSafetensorsAndTorch() {
        assertThat(NumberType.named("BF16")).contains(NumberType.BFLOAT16);
        assertThat(NumberType.named("F64")).isEmpty();
        assertThat(NumberType.names()).containsExactly("F32", "F16", "BF16");
        assertThat(NumberType.BFLOAT16.torchName()).isEqualTo("bfloat16");
        assertThat(NumberType.FLOAT32.bytes()).isEqualTo(4);
        assertThat(NumberType.FLOAT16.code()).isEqualTo(5);
        assertThat(NumberType.BFLOAT16.code()).isEqualTo(15);
    }
}
