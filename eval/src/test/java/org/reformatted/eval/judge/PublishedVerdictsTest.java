package org.reformatted.eval.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublishedVerdictsTest {
    /** AlpacaEval's ranking of two models: ranks 1 and 2, one each. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{'model': 'A', 'rank': 1}, {'model': 'B', 'rank': 2}] | FIRST",
                "[{'model': 'B', 'rank': 1}, {'model': 'A', 'rank': 2}] | SECOND",
                "[{'model': 'A', 'rank': 1}, {'model': 'B', 'rank': 1}] | ",
                "[{'model': 'A', 'rank': 1}] | ",
                "nothing | ",
            })
    void rankings(String reply, Preference preference) {
        assertThat(PublishedVerdicts.ranking(reply)).isEqualTo(Optional.ofNullable(preference));
    }

    /** FastChat's {@code one_score_pattern}, then {@code one_score_pattern_backup}. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a [3] b [[7]] c [[8]] | 7",
                "a [3] b [4] | 3",
                "[[6.5]] | 6.5",
            })
    void theFirstRatingInDoubleBracketsWinsOverOneInSingle(String reply, double rating) {
        assertThat(PublishedVerdicts.firstRating(reply)).hasValue(rating);
    }

    @Test
    void fastChatLooksForABeforeBBeforeC() {
        assertThat(PublishedVerdicts.fastChatLetter("[[C]] [[B]] [[A]]"))
                .isEqualTo(VerdictReading.of(Preference.FIRST));
        assertThat(PublishedVerdicts.fastChatLetter("[[C]] [[B]]")).isEqualTo(VerdictReading.of(Preference.SECOND));
        assertThat(PublishedVerdicts.fastChatLetter("A").present()).isFalse();
    }

    @Test
    void autoJsLastWordsCount() {
        assertThat(PublishedVerdicts.autoJRating("Rating: [[3]] Rating: [[5]]")).isEqualTo(VerdictReading.rating(5));
        assertThat(PublishedVerdicts.autoJRating("Rating: [[five]]").cause()).isEqualTo(VerdictReading.NO_NUMBER);
        assertThat(PublishedVerdicts.autoJDecision("final decision is Response 2."))
                .isEqualTo(VerdictReading.of(Preference.SECOND));
        assertThat(PublishedVerdicts.autoJDecision("final decision is Tie"))
                .isEqualTo(VerdictReading.of(Preference.TIE));
        assertThat(PublishedVerdicts.autoJDecision("Response 1").present()).isFalse();
    }
}
