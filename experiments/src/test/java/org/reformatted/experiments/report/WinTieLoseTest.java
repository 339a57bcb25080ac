package org.reformatted.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WinTieLoseTest {
    @Test
    void theThreePartsFillTheBar() {
        List<WinTieLose.BarPart> parts = WinTieLose.of("t", 3, 1, 4, "v", "#l").parts();
        assertThat(parts).extracting(WinTieLose.BarPart::width).containsExactly(37.5, 12.5, 50.0);
        assertThat(parts).extracting(WinTieLose.BarPart::from).containsExactly(0.0, 37.5, 50.0);
        assertThat(parts)
                .extracting(WinTieLose.BarPart::link)
                .containsExactly("#l&judged=win", "#l&judged=tie", "#l&judged=loss");
        assertThat(parts.get(0).length()).isEqualTo("37.50");
    }
}
