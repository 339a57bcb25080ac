package org.reformatted.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.reformatted.realign.base.Progress;

class LineProgressTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    void writesALineInEachIntervalAlsoWhenNothingAdvances() throws InterruptedException {
        Progress lines = new LineProgress(new PrintStream(bytes, true, StandardCharsets.UTF_8), Duration.ofMillis(20));
        try (Progress.Task task = lines.start("realign", 200)) {
            task.advance(50);
            task.note("12 open");
            while (bytes.toString(StandardCharsets.UTF_8).lines().count() < 3) {
                Thread.sleep(5);
            }
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
                .allMatch(line -> line.matches(
                        "realign: (0 of 200 \\(0%\\), 0 s|50 of 200 \\(25%\\), \\d+ s, about \\d+ s left, 12 open)"));
    }

    @Test
    void shortWorkWritesNone() {
        Progress lines = new LineProgress(new PrintStream(bytes, true, StandardCharsets.UTF_8), LineProgress.INTERVAL);
        lines.start("short", -1).close();
        assertThat(bytes.size()).isZero();
    }
}
