package org.reformatted.eval.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reformatted.eval.SharedData;
import org.reformatted.realign.base.JsonLines;

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

    @Test
    void verdictsAreFoundWhereTheProtocolsSay() {
        assertThat(PublishedVerdicts.firstRating("[[7.5]] then [[3]]")).hasValue(7.5);
        assertThat(PublishedVerdicts.firstRating("[4] then [[3]]")).hasValue(3);
        assertThat(PublishedVerdicts.firstRating("[4] of 10")).hasValue(4);
        assertThat(PublishedVerdicts.firstRating("4 of 10")).isEqualTo(OptionalDouble.empty());
        assertThat(PublishedVerdicts.autoJRating("Rating: [[7]] then Rating: [[ 3 ]] [[9]]")
                        .values())
                .containsExactly(3.0);
        assertThat(PublishedVerdicts.autoJRating("[[7]]").values()).isEmpty();
        assertThat(PublishedVerdicts.autoJRating("Rating: [[7").values()).isEmpty();
        assertThat(PublishedVerdicts.autoJRating("Rating: [[seven]]").cause()).isEqualTo("verdict is no number");
        String decision = "So, the final decision is ";
        assertThat(PublishedVerdicts.autoJDecision(decision + "Response 1. No: " + decision + "Response 2.")
                        .values())
                .containsExactly(0.0, 1.0);
        assertThat(PublishedVerdicts.autoJDecision(decision + "Response 1").values())
                .containsExactly(1.0, 0.0);
        assertThat(PublishedVerdicts.autoJDecision(decision + "TIE").values()).containsExactly(0.5, 0.5);
        assertThat(PublishedVerdicts.autoJDecision(decision + "open").values()).isEmpty();
        assertThat(PublishedVerdicts.autoJDecision("Response 1").values()).isEmpty();
    }

    /** Auto-J's own training targets (960), whose scores are published beside them. */
    @Test
    void readsAutoJsRatingsAsPublished() {
        try (Stream<JsonLines.Row> rows = JsonLines.read(SharedData.path("autoj/single_traindata.jsonl"))) {
            long read = rows.filter(row -> row.node().has("pred_score"))
                    .peek(row -> assertThat(PublishedVerdicts.autoJRating(
                                            row.node().get("target_output").asText())
                                    .values())
                            .as(row.place())
                            .containsExactly(row.node().get("pred_score").asDouble()))
                    .count();
            assertThat(read).isEqualTo(960);
        }
    }
}
