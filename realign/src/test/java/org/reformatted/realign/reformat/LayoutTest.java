package org.reformatted.realign.reformat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayoutTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plain words | ",
                "def f(x): | the response is code",
                "x = [1] | the response is code",
                "a ```b``` | the response holds code",
                "'a,b\\n[1, 2]\\n[3, 4]' | the response holds a matrix",
                "'a\\n> b' | the response holds a quotation",
                "'a\\n  - b' | the response holds a nested list",
                "'The rose is red,\\nThe sea is blue\\nThe day is long\\nAnd so are you' | the response is verse",
                "'a;\\nb;' | the response holds code",
                "'x\\ty\\nz\\tw' | the response holds a table",
                "'It is so.\\nIt was so.' | ",
            })
    void whyLinesStay(String text, String why) {
        assertThat(Layout.fixed(text.replace("\\n", "\n").replace("\\t", "\t"))).isEqualTo(why);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1. a | true",
                "(b) x | true",
                "- a | true",
                "iv) a | true",
                "1.5 m | false",
                "a | false",
                "-5 | false",
            })
    void items(String line, boolean item) {
        assertThat(Layout.isItem(line)).isEqualTo(item);
    }
}
