package org.reformatted.realign.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.data.Conversation;

class RewriteFiltersTest {
    private static final String FENCED = "```\nx = 1\n```";

    /** filter | category | question | original | rewrite | keeps; "FENCE" stands for a fenced block. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "code | open_qa | q | plain words here | plain words there | true",
                "code | open_qa | q | FENCE | no code left | false",
                "code | open_qa | q | plain words | now FENCE | false",
                "code | open_qa | q | def f(x): return x | FENCE | true",
                "code | open_qa | q | an undefined return policy | other words | true",
                "exam | exam_problem_solving_tutor | q | B | The answer is B | false",
                "exam | exam_problem_solving_tutor | q | B, as x | The answer is B | true",
                "exam | exam_problem_solving_tutor | q | 😀😀😀😀😀 | The answer is it | false",
                "exam | exam_problem_solving_tutor | q | 😀😀😀😀😀😀 | The answer is it | true",
                "exam | open_qa | q | B | The answer is B | true",
                "math-question | math_puzzles | What is a set? | 3 | 3 | false",
                "math-question | math_puzzles | What is ٣ and ５? | 3 | 3 | true",
                "math-question | math_puzzles | What is ½ of Ⅳ? | 3 | 3 | false",
                "math-question | math_puzzles | What is 1+2? | 3 | 3 | true",
                "planning | planning | Organize a feast | a | b | false",
                "planning | planning | Make a Plan of it | a | b | true",
                "planning | open_qa | Organize a feast | a | b | true",
                "category | default | q | a | b | false",
                "category | open_qa | q | a | b | true",
                "leaked-marker | open_qa | q | a | Revised response: b | false",
                "leaked-marker | open_qa | q | a | matrix [[1, 2]] | true",
                "numbers-preserved | open_qa | q | It was 1843, or 1,000 | In 1843; 1000 of them | true",
                "numbers-preserved | open_qa | q | It was 1843 | It was long ago | false",
                "numbers-preserved | math_puzzles | q | 20% of 4.8 is <<4.8*.01*20=.96>>0.96 | 20% of 4.80 is .96 |"
                        + " true",
                "numbers-preserved | math_puzzles | q | 20% of 4.8 is <<4.8*.01*20=.96>>.96 | 20% of 48 is .96 | false",
                "names-preserved | open_qa | q | The poet was Ada Lovelace | Lovelace, ada by name | true",
                "names-preserved | open_qa | q | The poet was Ada Lovelace | The poet was a lady | false",
                "names-preserved | open_qa | q | Sentences begin. They end. | Nothing named | true",
                "language-unchanged | open_qa | q | This is the end of it and that is good for you | Das ist nicht die"
                        + " Antwort und der Weg ist ein anderer | false",
                "language-unchanged | open_qa | q | This is the end of it and that is good for you | The way is the"
                        + " end and it is in the text | true",
                "language-unchanged | open_qa | q | Это хорошо | This is the end of it and that is good | false",
                "language-unchanged | open_qa | q | 42 | 43 | true",
                "no-refusal | open_qa | q | Paris | I'm sorry, but I can't help with that | false",
                "no-refusal | open_qa | q | I cannot help you | As an AI I will not | true",
                "no-refusal | rejecting | q | No | I'm sorry, no | true",
                "open-platypus | open_qa | q | B | Option (B) holds | true",
                "open-platypus | open_qa | q | B | Because of that | false",
                "open-platypus | open_qa | q | + | one + two | true",
                "open-platypus | open_qa | q | True | x | true",
                "open-platypus | open_qa | q | one two three four | x | false",
                "alpaca | open_qa | q | one two three four | one two | false",
                "no-robots | default | q | one | one | false",
                "no-robots | planning | Organize | one | one | false",
                "no-robots | planning | My plan | one | one | true",
                "math | math_puzzles | q | so 5 | The answer is 6 and more | false",
            })
    void judges(String filter, String category, String question, String original, String rewrite, boolean keeps) {
        Conversation row = Conversation.of("a", " " + question, original.replace("FENCE", FENCED))
                .withCategory(category);
        boolean kept = RewriteFilters.named(List.of(filter), TokenCount.whitespaceWords()).stream()
                .allMatch(f -> f.judge(row, rewrite.replace("FENCE", FENCED)).keeps());
        assertThat(kept).isEqualTo(keeps);
    }

    @ParameterizedTest
    @CsvSource({"хя ab, ab хя", "αβ ab, ab αβ", "ひら ab, ab ひら", "אב ab, ab אב", "한국 ab, ab 한국"})
    void aTextOfTwoScriptsHalfAndHalfIsOfTheSameOneInEveryRun(String one, String other) {
        assertThat(LanguageFilter.language(one)).isEmpty(); // Latin, and too short
        assertThat(LanguageFilter.language(other)).isEmpty();
    }

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

    @Test
    void aChangedFilterCountsInThePresetsAndListsThatUseItAlone() {
        assertThat(RewriteFilters.revisions(List.of("length", "answer-preserved", "alpaca", "math")))
                .isEqualTo(2); // answer-preserved alone, and in the preset math
        assertThat(RewriteFilters.revisions(List.of("length", "alpaca", "no-robots")))
                .isZero();
        assertThat(RewriteFilters.revisions(List.of("length", "numbers-preserved", "language-unchanged")))
                .isEqualTo(2);
        assertThat(new OpenPlatypusFilter(List.of(new CodeFilter(), new NumbersPreservedFilter())).version())
                .isEqualTo(2);
    }

    @Test
    void anUnknownNameIsRefused() {
        assertThatThrownBy(() -> RewriteFilters.named(List.of("x"), TokenCount.whitespaceWords()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("filter \"x\" is not known");
    }
}
