package org.reformatted.realign.filter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reformatted.realign.data.Conversation;

class LanguageFilterTest {
    private final RewriteFilter filter = new LanguageFilter();

    /** category | question | original | rewrite | keeps. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "open_qa | q | This is the end of it and that is good for you | Das ist nicht die Antwort und der Weg"
                        + " ist ein anderer | false",
                "open_qa | q | This is the end of it and that is good for you | The way is the end and it is in the"
                        + " text | true",
                "open_qa | q | Это хорошо | This is the end of it and that is good | false",
                "open_qa | q | 42 | 43 | true",
                "open_qa | q | le chat et la souris sont dans une maison | the cat and the mouse of it is in | false",
            })
    void judges(String category, String question, String original, String rewrite, boolean keeps) {
        Conversation row = Conversation.of("a", " " + question, original).withCategory(category);
        assertThat(filter.judge(row, rewrite).keeps()).isEqualTo(keeps);
    }

    @ParameterizedTest
    @CsvSource({"хя ab, ab хя", "αβ ab, ab αβ", "ひら ab, ab ひら", "אב ab, ab אב", "한국 ab, ab 한국"})
    void aTextOfTwoScriptsHalfAndHalfIsOfTheSameOneInEveryRun(String one, String other) {
        assertThat(LanguageFilter.language(one)).isEmpty(); // Latin, and too short
        assertThat(LanguageFilter.language(other)).isEmpty();
    }
}
