package org.reformatted.eval.instruct;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.reformatted.realign.base.Json;

class KeywordChecksTest {
    @Test
    void keywordsAreFoundWithoutCase() throws IOException {
        assertThat(KeywordChecks.allKeywords("The Cat sat", given("{'keywords': ['cat', 'SAT']}")))
                .isTrue();
        assertThat(KeywordChecks.allKeywords("The Cat", given("{'keywords': ['cat', 'sat']}")))
                .isFalse();
        assertThat(KeywordChecks.noForbiddenWord("concatenate", given("{'forbidden_words': ['cat']}")))
                .isTrue();
        assertThat(KeywordChecks.noForbiddenWord("a Cat!", given("{'forbidden_words': ['cat']}")))
                .isFalse();
    }

    @Test
    void frequenciesAreCounted() throws IOException {
        assertThat(KeywordChecks.frequency(
                        "cat Cat catcat", given("{'keyword': 'cat', 'relation': 'at least', 'frequency': 4}")))
                .isTrue();
        assertThat(KeywordChecks.frequency(
                        "cat Cat catcat", given("{'keyword': 'cat', 'relation': 'less than', 'frequency': 4}")))
                .isFalse();
        assertThat(KeywordChecks.letterFrequency(
                        "Anna", given("{'letter': 'A', 'let_relation': 'at least', 'let_frequency': 2}")))
                .isTrue();
        assertThat(KeywordChecks.letterFrequency(
                        "Anna", given("{'letter': 'a', 'let_relation': 'less than', 'let_frequency': 2}")))
                .isFalse();
    }

    private static Arguments given(String json) throws IOException {
        return new Arguments("kind", Json.MAPPER.readTree(json.replace('\'', '"')));
    }
}
