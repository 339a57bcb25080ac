package org.reformatted.eval.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.data.Role;
import org.reformatted.realign.data.Turn;
import org.reformatted.realign.llm.SamplingSettings;

class MtBenchTaskTest {
    private static final SamplingSettings CONFIGURED = new SamplingSettings(0.9, 0.8, 3, 64, 2, List.of("x"), 5);

    @TempDir
    Path folder;

    private static Sample of(String category) {
        return new Sample("1", List.of(new Turn(Role.USER, "q")), List.of(), "", category);
    }

    /** FastChat, {@code llm_judge/common.py}, temperature_config. */
    @ParameterizedTest
    @CsvSource({
        "writing, 0.7",
        "roleplay, 0.7",
        "extraction, 0.0",
        "math, 0.0",
        "coding, 0.0",
        "reasoning, 0.0",
        "stem, 0.1",
        "humanities, 0.1"
    })
    void temperaturesByCategory(String category, double temperature) {
        SamplingSettings drawn = MtBenchTask.mtBench(folder).sampling(of(category), CONFIGURED);
        assertThat(drawn).isEqualTo(new SamplingSettings(temperature, 0.8, 3, 64, 2, List.of("x"), 5));
    }

    @Test
    void vicunaBenchDrawsAsConfigured() {
        assertThat(MtBenchTask.vicunaBench(folder).sampling(of("math"), CONFIGURED))
                .isEqualTo(CONFIGURED);
        assertThat(MtBenchTask.mtBench(folder).sampling(of(null), CONFIGURED)).isEqualTo(CONFIGURED);
    }

    @Test
    void laterTurnsAreFollowUps() throws IOException {
        Path file = Files.writeString(
                folder.resolve("q.jsonl"), "{\"question_id\":81,\"category\":\"math\",\"turns\":[\"a\",\"b\"]}\n");
        try (Stream<Sample> all = MtBenchTask.mtBench(file).samples()) {
            Sample sample = all.findFirst().orElseThrow();
            assertThat(sample.id()).isEqualTo("81");
            assertThat(sample.question()).isEqualTo("a");
            assertThat(sample.followUps()).containsExactly("b");
        }
    }

    @Test
    void aRowWithoutTurnsIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("q.jsonl"), "{\"question_id\":81,\"turns\":[]}\n");
        try (Stream<Sample> all = MtBenchTask.mtBench(file).samples()) {
            assertThatThrownBy(all::toList)
                    .isInstanceOf(InputException.class)
                    .hasMessage(file + ":1: no \"question_id\" or no \"turns\"; expected a question of FastChat;"
                            + " fix this row");
        }
    }
}
