package org.reformatted.eval.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.reformatted.eval.answer.Verdict;
import org.reformatted.eval.metric.Score;
import org.reformatted.eval.metric.ScoreTally;

class GroupTallyTest {
    @Test
    void groupsAreScoredApart() {
        GroupTally tally = new GroupTally();
        tally.add("b", Map.of("p", Verdict.of("x", true)));
        tally.add("a", Map.of("p", Verdict.of("x", false)));
        tally.add("b", Map.of("p", Verdict.of("x", false)));
        ScoreTally all = new ScoreTally();
        all.add(1, true);
        all.add(0, true);
        all.add(0, true);
        Map<String, Score> groups =
                tally.breakdowns("subject", Map.of("p", all.score())).get("p").groups();
        assertThat(groups.keySet()).containsExactly("a", "b");
        assertThat(groups.get("a").value()).isZero();
        assertThat(groups.get("b").value()).isEqualTo(50);
    }
}
