package org.reformatted.realign.reformat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AskedLayoutTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Give it as JSON | true | false",
                "Write a comma-separated list | true | false",
                "Answer in one sentence | true | true",
                "Write a short story | true | true",
                "Use bullet points | true | false",
                "What is a stable? | false | false",
                "Why is the sky blue? | false | false",
                "Write an essay | true | true",
                "Two sentences, please | true | true",
            })
    void namedAndProse(String question, boolean named, boolean prose) {
        assertThat(AskedLayout.isNamed(question)).isEqualTo(named);
        assertThat(AskedLayout.isProse(question)).isEqualTo(prose);
    }
}
