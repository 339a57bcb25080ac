package org.reformatted.eval.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PairwiseSummaryTest {
    private static Judgement.OrderVerdict order(Preference verdict) {
        return verdict == null
                ? new Judgement.OrderVerdict(Optional.empty(), List.of("?"), List.of("no verdict"))
                : new Judgement.OrderVerdict(Optional.of(verdict), List.of("r"), List.of());
    }

    private static Judgement judgement(String id, Preference forward, Preference backward) {
        return new Judgement(id, order(forward), order(backward), Optional.empty());
    }

    @Test
    void winsLossesAndTiesOfBothOrders() {
        PairwiseSummary summary = PairwiseSummary.of(
                "judge",
                List.of(
                        judgement("1", Preference.FIRST, Preference.FIRST),
                        judgement("2", Preference.SECOND, Preference.SECOND),
                        judgement("3", Preference.FIRST, Preference.SECOND),
                        judgement("4", Preference.TIE, Preference.TIE),
                        judgement("5", null, Preference.FIRST)));
        assertThat(summary.wins()).isEqualTo(1);
        assertThat(summary.losses()).isEqualTo(1);
        assertThat(summary.ties()).isEqualTo(2);
        assertThat(summary.unjudged()).isEqualTo(1);
        assertThat(summary.failures()).isEqualTo(1);
        assertThat(summary.winRate().value()).isEqualTo(50);
        assertThat(summary.winRate().n()).isEqualTo(4);
        assertThat(summary.consistency()).isEqualTo(0.75);
    }

    /** Eight of eight: the exact two-sided sign test is 2 / 2^8. */
    @Test
    void eightWinsOfEight() {
        List<Judgement> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            all.add(judgement("q" + i, Preference.FIRST, Preference.FIRST));
        }
        PairwiseSummary summary = PairwiseSummary.of("judge", all);
        assertThat(summary.pValue()).isCloseTo(2.0 / 256, within(1e-12));
        assertThat(summary.biased()).isFalse();
        assertThat(summary.firstPlaceShare()).isEqualTo(0.5);
    }

    /** The backward verdict names the scored answer, which is shown second there. */
    @Test
    void aPlaceThatIsFavouredIsABias() {
        List<Judgement> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            all.add(judgement("q" + i, Preference.FIRST, Preference.SECOND));
        }
        PairwiseSummary summary = PairwiseSummary.of("judge", all);
        assertThat(summary.ties()).isEqualTo(8);
        assertThat(summary.firstPlaceShare()).isEqualTo(1);
        assertThat(summary.biased()).isTrue();
        assertThat(summary.consistency()).isZero();
    }

    @Test
    void turnsOfOneQuestionCountOnceInTheSignTest() {
        List<Judgement> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            all.add(judgement("same", Preference.FIRST, Preference.FIRST));
        }
        PairwiseSummary summary = PairwiseSummary.of("judge", all);
        assertThat(summary.wins()).isEqualTo(8);
        assertThat(summary.pValue()).isEqualTo(1);
    }

    @Test
    void withoutAVerdictTheWinRateIsUndefined() {
        PairwiseSummary summary = PairwiseSummary.of("judge", List.of(judgement("1", null, null)));
        assertThat(summary.unjudged()).isEqualTo(1);
        assertThat(summary.failures()).isEqualTo(2);
        assertThat(summary.winRate().value()).isNaN();
        assertThat(summary.winRate().n()).isZero();
    }
}
