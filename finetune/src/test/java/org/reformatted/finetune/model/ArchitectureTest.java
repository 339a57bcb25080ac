package org.reformatted.finetune.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ArchitectureTest {
    @Test
    void biasesOfAKind() {
        assertThat(Architecture.LLAMA.withBiases(true, false).biases())
                .containsExactlyInAnyOrder(
                        "self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj", "self_attn.o_proj");
        assertThat(Architecture.LLAMA.withBiases(false, true).biases())
                .containsExactlyInAnyOrder("mlp.gate_proj", "mlp.up_proj", "mlp.down_proj");
        assertThat(Architecture.LLAMA.withBiases(true, true).is(Architecture.LLAMA))
                .isTrue();
        assertThat(Architecture.QWEN2.has("self_attn.q_proj.bias")).isTrue();
        assertThat(Architecture.QWEN2.has("self_attn.o_proj.bias")).isFalse();
        assertThat(Architecture.QWEN3.has("self_attn.q_norm.weight")).isTrue();
        assertThat(Architecture.QWEN2.layerClass()).isEqualTo("Qwen2DecoderLayer");
    }
}
