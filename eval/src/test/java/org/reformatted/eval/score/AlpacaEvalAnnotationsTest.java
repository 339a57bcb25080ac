package org.reformatted.eval.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.realign.base.InputException;

class AlpacaEvalAnnotationsTest {
    @TempDir
    Path folder;

    private AlpacaEvalAnnotations read(String... lines) throws IOException {
        return AlpacaEvalAnnotations.read(
                Files.writeString(folder.resolve("annotations.jsonl"), String.join("\n", lines) + "\n"));
    }

    private static String annotation(String preference) {
        return "{\"output_1\":\"abc\",\"output_2\":\"😀\",\"generator_2\":\"m\",\"dataset\":\"d\",\"preference\":"
                + preference + "}";
    }

    @Test
    void preferencesOfOneToTwoBecomeChances() throws IOException {
        AlpacaEvalAnnotations annotations =
                read(annotation("1"), annotation("1.25"), annotation("2"), annotation("0"), annotation("null"));
        assertThat(annotations.rows)
                .extracting(AlpacaEvalAnnotations.Annotation::preference)
                .containsExactly(0.0, 0.25, 1.0, 0.5, Double.NaN);
        assertThat(annotations.judged()).hasSize(4);
        assertThat(annotations.faults.count()).isZero();
    }

    @Test
    void lengthsAreInCodePointsAsPythonCounts() throws IOException {
        assertThat(read(annotation("1")).rows.get(0).lengthDifference()).isEqualTo(3 - 1);
    }

    @Test
    void aPreferenceOffTheScaleIsLeftOutAndNamed() throws IOException {
        AlpacaEvalAnnotations annotations = read(annotation("1"), annotation("3"));
        assertThat(annotations.judged()).hasSize(1);
        assertThat(annotations.faults.shown())
                .singleElement()
                .asString()
                .endsWith("annotations.jsonl:2: preference (3) must be 0 or lie in [1, 2]; the row is left out");
    }

    @Test
    void filesThatCannotBeUsedAreRefused() {
        assertThatThrownBy(() -> read("{\"output_1\":\"a\"}"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("annotations.jsonl:1: there is no field \"preference\"");
        assertThatThrownBy(() -> read(annotation("1"), annotation("1").replace("\"m\"", "\"other\"")))
                .hasMessageContaining(":2: generator_2 other after m; expected a single model; split the file");
        assertThatThrownBy(() -> read(annotation("null"))).hasMessageContaining("no preferences");
    }
}
