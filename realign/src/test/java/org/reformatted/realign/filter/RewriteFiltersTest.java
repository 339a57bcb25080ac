package org.reformatted.realign.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.data.Conversation;

class RewriteFiltersTest {
    /** filter | category | question | original | rewrite | keeps. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "alpaca | open_qa | q | one two three four | one two | false",
                "no-robots | default | q | one | one | false",
                "no-robots | planning | Organize | one | one | false",
                "no-robots | planning | My plan | one | one | true",
                "math | math_puzzles | q | so 5 | The answer is 6 and more | false",
            })
    void judges(String filter, String category, String question, String original, String rewrite, boolean keeps) {
        Conversation row = Conversation.of("a", " " + question, original).withCategory(category);
        boolean kept = RewriteFilters.named(List.of(filter), TokenCount.whitespaceWords()).stream()
                .allMatch(f -> f.judge(row, rewrite).keeps());
        assertThat(kept).isEqualTo(keeps);
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
