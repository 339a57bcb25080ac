package org.reformatted.eval.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.realign.base.InputException;

class FileComparisonTest {
    @TempDir
    Path folder;

    private Path file(String name, String... rows) throws IOException {
        return Files.writeString(folder.resolve(name), String.join("\n", rows) + "\n");
    }

    private static String scored(String id, double score, String extracted) {
        return "{\"id\":\"" + id + "\",\"policies\":{\"strict\":{\"score\":" + score + ",\"extracted\":\"" + extracted
                + "\"}}}";
    }

    /** Right alone in the second file: 2, in the first: 1; the exact test of 1 and 2 gives 1. */
    @Test
    void rowsArePairedById() throws IOException {
        Path first = file("a", scored("1", 1, "x"), scored("2", 0, "y"), scored("3", 0, "z"), scored("only", 1, "w"));
        Path second = file("b", scored("3", 1, "c"), scored("2", 1, "b"), scored("1", 0, "a"), scored("other", 1, "d"));
        FileComparison comparison =
                FileComparison.of(first, second, Optional.empty()).get(0);
        assertThat(comparison.test()).isEqualTo("mcnemar");
        assertThat(comparison.comparison().n()).isEqualTo(3);
        assertThat(comparison.comparison().difference()).isCloseTo(100.0 / 3, within(1e-9));
        assertThat(comparison.comparison().onlyFirst()).isEqualTo(1);
        assertThat(comparison.comparison().onlySecond()).isEqualTo(2);
        assertThat(comparison.comparison().pValue()).isCloseTo(1, within(1e-12));
        assertThat(comparison.onlyInFirst()).containsExactly("only");
        assertThat(comparison.onlyInSecond()).containsExactly("other");
        assertThat(comparison.discordant())
                .extracting(FileComparison.Discordant::id, FileComparison.Discordant::extractedSecond)
                .contains(org.assertj.core.groups.Tuple.tuple("1", "a"));
        assertThat(comparison.discordant()).hasSize(3);
    }

    @Test
    void ratingsAreComparedByTheirSigns() throws IOException {
        Path first = file("a", "{\"id\":\"1\",\"score\":7}", "{\"id\":\"2\",\"score\":5}");
        Path second = file("b", "{\"id\":\"1\",\"score\":9}", "{\"id\":\"2\",\"score\":5}");
        FileComparison comparison =
                FileComparison.of(first, second, Optional.of("score")).get(0);
        assertThat(comparison.test()).isEqualTo("sign");
        assertThat(comparison.comparison().unit()).isEqualTo("score");
        assertThat(comparison.comparison().difference()).isCloseTo(1, within(1e-12));
    }

    @Test
    void filesWithoutACommonPolicyOrIdAreRefused() throws IOException {
        Path verdicts = file("a", scored("1", 1, "x"));
        Path scores = file("b", "{\"id\":\"1\",\"score\":7}");
        Path others = file("c", scored("9", 1, "x"));
        assertThatThrownBy(() -> FileComparison.of(verdicts, scores, Optional.empty()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no policy in both ([strict] and [score])");
        assertThatThrownBy(() -> FileComparison.of(verdicts, verdicts, Optional.of("lenient")))
                .hasMessageContaining("no policy lenient in both");
        assertThatThrownBy(() -> FileComparison.of(verdicts, others, Optional.empty()))
                .hasMessageContaining("no id in both");
        assertThat(FileComparison.of(verdicts, verdicts, Optional.empty()))
                .extracting(FileComparison::discordant)
                .isEqualTo(List.of(List.of()));
    }
}
