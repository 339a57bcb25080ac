package org.reformatted.realign.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenCountTest {
    @Test
    void aCounterThatRemembersCountsAsTheOneBehindItDoes() {
        List<String> asked = new ArrayList<>();
        TokenCount behind = TokenCount.whitespaceWords();
        TokenCount remembering = TokenCount.remembering(new TokenCount() {
            @Override
            public String unit() {
                return behind.unit();
            }

            @Override
            public int of(String text) {
                asked.add(text);
                return behind.of(text);
            }
        });
        asked.clear();
        for (String text : List.of("a b", "c", "a b", "c", "", "a b c", "a b c", "c")) {
            assertThat(remembering.of(text)).isEqualTo(behind.of(text));
        }
        assertThat(asked).containsExactly("a b", "c", "", "a b c", "c");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | 0",
                "'   ' | 0",
                "one | 1",
                "' one  two ' | 2",
                "'a\\tb\\nc' | 3",
                "'a b c' | 3",
            })
    void wordsAreWhatPythonsSplitGives(String text, int words) {
        assertThat(TokenCount.whitespaceWords().of(text.replace("\\t", "\t").replace("\\n", "\n")))
                .isEqualTo(words);
    }
}
