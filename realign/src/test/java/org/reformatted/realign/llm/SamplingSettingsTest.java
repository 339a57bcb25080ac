package org.reformatted.realign.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SamplingSettingsTest {
    @Test
    void whatIsLeftOutIsNotSent() {
        assertThat(SamplingSettings.greedy(5).parameters())
                .isEqualTo(Map.of("temperature", 0.0, "top_p", 1.0, "max_tokens", 5, "n", 1, "seed", 0L));
        SamplingSettings other = new SamplingSettings(1, 0.5, 40, 5, 2, List.of("x"), 7);
        assertThat(other.parameters())
                .containsEntry("top_k", 40)
                .containsEntry("stop", List.of("x"))
                .containsEntry("seed", 7L);
        assertThat(other.withSeed(9).seed()).isEqualTo(9);
        assertThat(other.remaining(1, 1).seed())
                .isNotEqualTo(other.remaining(1, 2).seed());
    }

    @Test
    void refusesWhatIsNoSetting() {
        assertThatThrownBy(() -> new SamplingSettings(-1, 1, 0, 1, 1, List.of(), 0))
                .hasMessageContaining("temperature (-1.0)");
        assertThatThrownBy(() -> new SamplingSettings(0, 0, 0, 1, 1, List.of(), 0))
                .hasMessageContaining("topP (0.0)");
        assertThatThrownBy(() -> new SamplingSettings(0, 1, 0, 0, 1, List.of(), 0))
                .hasMessageContaining("maxNewTokens (0)");
        assertThatThrownBy(() -> new SamplingSettings(0, 1, 0, 1, 0, List.of(), 0))
                .hasMessageContaining("candidates (0)");
    }
}
