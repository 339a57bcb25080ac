package org.reformatted.realign.reformat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParagraphsTest {
    @Test
    void aListAHeadingATableAndTwoLinesAreNotOneParagraph() {
        assertThat(Paragraphs.isOne("It rains. It pours.")).isTrue();
        for (String text : List.of("1. It rains", "# Rain", "- rain", "| a |", "a\nb")) {
            assertThat(Paragraphs.isOne(text)).as(text).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Therefore, stay in. | true",
                "In short it is. | true",
                "Thusly it went. | false",
                "We therefore stay. | false",
                "Overall, good. | true",
            })
    void conclusionsBeginWithAWholeWord(String sentence, boolean concludes) {
        assertThat(Paragraphs.CONCLUSION.matcher(sentence).matches()).isEqualTo(concludes);
    }
}
