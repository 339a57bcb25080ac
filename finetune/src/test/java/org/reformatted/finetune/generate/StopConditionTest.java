package org.reformatted.finetune.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StopConditionTest {
    @Test
    void theFirstStopTextEndsEvenAcrossTokens() {
        StopCondition stop = new StopCondition(Set.of(), List.of("END", "\n\n"));
        byte[] written = "ab\n\ncEND".getBytes(StandardCharsets.UTF_8);
        assertThat(stop.end(written, written.length, 0)).isEqualTo(2);
        assertThat(stop.end(written, 3, 0)).isEqualTo(-1);
        assertThat(stop.end(written, 4, 3)).isEqualTo(2);
        assertThat(stop.end(written, written.length, 7)).isEqualTo(5);
    }

    @Test
    void anEmptyStopTextIsRefused() {
        assertThatThrownBy(() -> new StopCondition(Set.of(), List.of(""))).hasMessageContaining("must not be empty");
    }
}
