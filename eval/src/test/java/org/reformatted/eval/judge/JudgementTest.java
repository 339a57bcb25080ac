package org.reformatted.eval.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgementTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FIRST | FIRST | FIRST",
                "SECOND | SECOND | SECOND",
                "FIRST | SECOND | TIE",
                "TIE | FIRST | TIE",
            })
    void ordersThatDisagreeAreATie(Preference forward, Preference backward, Preference verdict) {
        assertThat(new Judgement("a", order(forward), order(backward), Optional.empty()).verdict())
                .contains(verdict);
    }

    @Test
    void withoutOneOrderThereIsNoVerdict() {
        Judgement.OrderVerdict none = new Judgement.OrderVerdict(Optional.empty(), List.of(), List.of("no text"));
        Judgement judgement = new Judgement("a", order(Preference.FIRST), none, Optional.of(Preference.FIRST));
        assertThat(judgement.verdict()).isEmpty();
        assertThat(judgement.causes()).containsExactly("no text");
    }

    @Test
    void whatIsPooledWins() {
        assertThat(new Judgement("a", order(Preference.FIRST), order(Preference.SECOND), Optional.of(Preference.SECOND))
                        .verdict())
                .contains(Preference.SECOND);
    }

    private static Judgement.OrderVerdict order(Preference preference) {
        return new Judgement.OrderVerdict(Optional.of(preference), List.of("r"), List.of());
    }
}
