package org.reformatted.realign.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class UnansweredTest {
    @Test
    void finalFailuresAreNotOpen() {
        Unanswered open = new Unanswered("judge", "answers", 0);
        open.add(FailureCause.REFUSED, "too long", 3);
        open.add(FailureCause.TIMEOUT, "late", 0);
        assertThat(open.count()).isZero();
        assertThatCode(() -> open.requireAllowed(3)).doesNotThrowAnyException();
    }

    @Test
    void theFirstCauseAndTheCountsAreNamed() {
        Unanswered open = new Unanswered("judge", "answers", 0);
        open.add(FailureCause.THROTTLED, "slow down", 2);
        open.add(FailureCause.TIMEOUT, "late", 1);
        assertThatThrownBy(() -> open.requireAllowed(10))
                .isInstanceOf(UnansweredException.class)
                .hasMessage("judge is unfinished: 3 of 10 answers have no answer (2 too many requests, 1 no reply in"
                        + " time); the first: slow down; run again to go on with these answers alone, answers so far"
                        + " are kept; allowUnanswered accepts a share, such as 0.01");
    }

    @Test
    void aShareMayBeAllowedButNotAStop() {
        Unanswered open = new Unanswered("judge", "answers", 0.1);
        open.add(FailureCause.TIMEOUT, "late", 1);
        assertThatCode(() -> open.requireAllowed(10)).doesNotThrowAnyException();
        assertThatThrownBy(() -> open.requireAllowed(9)).isInstanceOf(UnansweredException.class);
        open.add(FailureCause.STOPPED, "no key", 1);
        assertThatThrownBy(() -> open.requireAllowed(1_000_000)).hasMessageEndingWith("answers so far are kept");
    }

    @Test
    void theShareIsBelowOne() {
        assertThatThrownBy(() -> Unanswered.checkShare(1))
                .hasMessage("allowUnanswered (1.0) must be in [0, 1); 0.01 accepts one of a hundred");
        assertThatThrownBy(() -> Unanswered.checkShare(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }
}
