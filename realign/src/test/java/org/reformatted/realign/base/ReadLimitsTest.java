package org.reformatted.realign.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadLimitsTest {
    @TempDir
    Path folder;

    @Test
    void aLineLongerThanItsLimitIsAnErrorThatNamesTheSetting() throws IOException {
        Path file =
                Files.writeString(folder.resolve("a.jsonl"), "x".repeat(90_000) + "\n" + "y".repeat(110_000) + "\n");
        ReadLimits limits = ReadLimits.of(Map.of("REFORMATTED_MAX_LINE_CHARS", "100000"));
        try (BufferedReader reader = TextFiles.reader(file, limits, true)) {
            assertThat(reader.readLine()).hasSize(90_000);
            assertThatThrownBy(reader::readLine)
                    .hasMessage("a line is longer than 100,000 characters; expected less; check the file, or set the"
                            + " environment variable REFORMATTED_MAX_LINE_CHARS higher");
        }
    }

    @Test
    void aFileThatSwellsBeyondItsLimitIsAnErrorThatNamesTheSetting() throws IOException {
        for (String ending : new String[] {".gz", ".zst"}) {
            Path file = folder.resolve("a" + ending);
            try (var out = TextFiles.writer(file)) {
                out.write("z".repeat(2_000_000));
            }
            assertThat(Files.size(file)).isLessThan(10_000);
            ReadLimits limits = ReadLimits.of(Map.of("REFORMATTED_MAX_DECOMPRESSED_BYTES", "1000000"));
            try (BufferedReader reader = TextFiles.reader(file, limits, false)) {
                assertThatThrownBy(reader::readLine).hasMessageContaining("REFORMATTED_MAX_DECOMPRESSED_BYTES");
            }
        }
    }

    @Test
    void aLimitThatIsNoNumberIsRefused() {
        assertThatThrownBy(() -> ReadLimits.of(Map.of("REFORMATTED_MAX_TEXT_CHARS", "1e9")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("REFORMATTED_MAX_TEXT_CHARS: \"1e9\"; expected a positive whole number");
    }
}
