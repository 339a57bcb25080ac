package org.reformatted.eval.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

class BreakdownTest {
    private static Score score(int right, int wrong, int unparsed) {
        ScoreTally tally = new ScoreTally();
        for (int i = 0; i < right; i++) {
            tally.add(1, true);
        }
        for (int i = 0; i < wrong; i++) {
            tally.add(0, i >= unparsed);
        }
        return tally.score();
    }

    @Test
    void theMacroAverageWeighsGroupsAlikeAndTheMicroAverageQuestions() {
        Score large = score(90, 10, 4);
        Score small = score(1, 3, 1);
        Breakdown breakdown = Breakdown.of("subject", Map.of("law", large, "art", small), score(91, 13, 5));
        assertThat(breakdown.groups().keySet()).containsExactly("art", "law");
        assertThat(breakdown.micro().value()).isCloseTo(100 * 91 / 104.0, within(1e-9));
        assertThat(breakdown.macro().value()).isCloseTo((90 + 25) / 2.0, within(1e-9));
        assertThat(breakdown.macro().n()).isEqualTo(104);
        assertThat(breakdown.macro().unparsed()).isEqualTo(5);
        assertThat(breakdown.macro().unparsedShare()).isCloseTo(5 / 104.0, within(1e-12));
        assertThat(breakdown.macro().correct()).isNull();
        // variances of the two means: 900 * 10 / (99 * 100) * 1e4 / 1e4 and 10000 * 0.25 * 0.75 / 3
        double variance = 10_000 * (0.9 * 0.1 / 99 + 0.25 * 0.75 / 3);
        double error = Math.sqrt(variance) / 2;
        assertThat(breakdown.macro().standardError()).isCloseTo(error, within(1e-9));
        // each group's Wilson limits, (82.563, 94.477) and (4.559, 69.936), recover the variances below and above
        assertThat(breakdown.macro().low()).isCloseTo(46.62401504, within(1e-6));
        assertThat(breakdown.macro().high()).isCloseTo(80.07914878, within(1e-6));
    }

    @Test
    void groupsThatAreAllRightOrOfOneQuestionLeaveAnIntervalAllTheSame() {
        Breakdown all = Breakdown.of("task", Map.of("a", score(4, 0, 0), "b", score(2, 0, 0)), score(6, 0, 0));
        assertThat(all.macro().standardError()).isZero();
        assertThat(all.macro().low()).isCloseTo(58.99826843, within(1e-6));
        assertThat(all.macro().high()).isEqualTo(100);
        Breakdown single = Breakdown.of("task", Map.of("a", score(1, 0, 0), "b", score(1, 1, 0)), score(2, 1, 0));
        assertThat(single.macro().value()).isEqualTo(75);
        assertThat(single.macro().standardError()).isNaN();
        assertThat(single.macro().low()).isCloseTo(30.44753279, within(1e-6));
        assertThat(single.macro().high()).isCloseTo(95.27343971, within(1e-6));
        Breakdown one = Breakdown.of("task", Map.of("a", score(3, 1, 0)), score(3, 1, 0));
        assertThat(one.macro().low()).isCloseTo(one.micro().low(), within(1e-9));
        assertThat(one.macro().high()).isCloseTo(one.micro().high(), within(1e-9));
        Score none = Breakdown.of("task", Map.of(), score(0, 0, 0)).macro();
        assertThat(none.value()).isNaN();
        assertThat(none.low()).isNaN();
    }
}
