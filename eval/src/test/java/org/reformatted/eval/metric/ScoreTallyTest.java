package org.reformatted.eval.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScoreTallyTest {
    /** By hand: 2 of 2, 1 of 4 and 0 of 2 answers are 3 of 8; residuals 2 - 0.75, 1 - 1.5 and -0.75. */
    @Test
    void answersOfOneExampleAreAClusterAndCountOnceEach() {
        ScoreTally tally = new ScoreTally();
        tally.add(1, true, 2);
        tally.add(0.25, true, 4);
        tally.add(0, false, 2);
        Score score = tally.score();
        assertThat(tally.value()).isEqualTo(37.5);
        assertThat(score.value()).isEqualTo(37.5);
        assertThat(score.n()).isEqualTo(8);
        assertThat(score.unparsed()).isEqualTo(1);
        double squares = 1.25 * 1.25 + 0.5 * 0.5 + 0.75 * 0.75;
        assertThat(score.standardError()).isCloseTo(100 * Math.sqrt(3.0 / 2 * squares) / 8, within(1e-9));
        assertThat(score.low()).isEqualTo(0);
        assertThat(score.high()).isCloseTo(37.5 + 1.959963984540054 * score.standardError(), within(1e-9));
        ScoreTally alike = new ScoreTally();
        alike.add(1, true, 2);
        alike.add(1, true, 3);
        assertThat(alike.score().high()).isEqualTo(100);
        assertThat(alike.score().low())
                .isEqualTo(100 * new Proportion(2, 2).wilson(0.95).low());
    }

    @Test
    void tallyCountsRightWrongAndUnparsedApart() {
        ScoreTally tally = new ScoreTally();
        assertThat(tally.value()).isNaN();
        assertThat(tally.score().value()).isNaN();
        tally.add(1, true);
        tally.add(0, true);
        tally.add(0, false);
        tally.add(1, true);
        Score score = tally.score();
        assertThat(score.value()).isEqualTo(50);
        assertThat(score.correct()).isEqualTo(2);
        assertThat(score.n()).isEqualTo(4);
        assertThat(score.unparsed()).isEqualTo(1);
        assertThat(score.unparsedShare()).isEqualTo(0.25);
        assertThat(score.unit()).isEqualTo("percent");
        Interval wilson = new Proportion(2, 4).wilson(0.95);
        assertThat(score.low()).isEqualTo(100 * wilson.low());
        assertThat(score.high()).isEqualTo(100 * wilson.high());
        assertThatThrownBy(() -> tally.add(1.1, true)).hasMessage("share (1.1) must lie in [0, 1]");
        assertThatThrownBy(() -> tally.add(Double.NaN, true)).hasMessage("share (NaN) must lie in [0, 1]");
    }

    /** Mean 0.5, standard deviation 0.4082483, standard error 0.2041241 of {0, 0.5, 0.5, 1}. */
    @Test
    void sharesBetweenHaveTheNormalInterval() {
        ScoreTally tally = new ScoreTally();
        tally.add(0, true);
        tally.add(0.5, true);
        tally.add(0.5, true);
        tally.add(1, true);
        Score score = tally.score();
        assertThat(score.correct()).isNull();
        assertThat(score.value()).isCloseTo(50, within(1e-12));
        assertThat(score.low()).isCloseTo(100 * (0.5 - 1.959963985 * 0.2041241452), within(1e-6));
        assertThat(score.high()).isCloseTo(100 * (0.5 + 1.959963985 * 0.2041241452), within(1e-6));
        ScoreTally single = new ScoreTally();
        single.add(0.5, true);
        assertThat(single.score().low()).isNaN();
    }

    /** Mean 6, standard deviation 2, standard error 1.1547005 of {4, 6, 8}. */
    @Test
    void measuresKeepTheirUnitAndLeaveOutWhatHasNone() {
        ScoreTally tally = new ScoreTally("grade");
        tally.add(4, true);
        tally.add(0, false);
        tally.add(6, true);
        tally.add(8, true);
        Score score = tally.score();
        assertThat(score.unit()).isEqualTo("grade");
        assertThat(score.value()).isCloseTo(6, within(1e-12));
        assertThat(score.n()).isEqualTo(3);
        assertThat(score.correct()).isNull();
        assertThat(score.unparsed()).isEqualTo(1);
        assertThat(score.unparsedShare()).isEqualTo(0.25);
        assertThat(score.standardError()).isCloseTo(1.1547005384, within(1e-9));
        assertThat(score.low()).isCloseTo(6 - 1.959963985 * 1.1547005384, within(1e-6));
        assertThat(score.high()).isCloseTo(6 + 1.959963985 * 1.1547005384, within(1e-6));
    }
}
