package org.reformatted.realign.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "maxTokens | max-tokens",
                "SEED_STEP | seed-step",
                "Model | model",
                "step2Go | step2-go",
            })
    void forms(String name, String kebab) {
        assertThat(Names.kebab(name)).isEqualTo(kebab);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "max-tokens | maxTokens",
                "a | a",
                "a-b-c | aBC",
            })
    void camel(String name, String camel) {
        assertThat(Names.camel(name)).isEqualTo(camel);
    }

    /** Levenshtein, with the textbook's examples. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kitten | sitting | 3",
                "flaw | lawn | 2",
                "a | a | 0",
                "'' | abc | 3",
            })
    void distances(String one, String other, int distance) {
        assertThat(Names.distance(one, other)).isEqualTo(distance);
    }

    @Test
    void theNearestIsNearEnough() {
        assertThat(Names.nearest("learningRte", List.of("length", "learningRate")))
                .isEqualTo("learningRate");
        assertThat(Names.nearest("EPOCHS", List.of("epochs"))).isEqualTo("epochs");
        assertThat(Names.nearest("banana", List.of("model", "seed"))).isNull();
    }
}
