package org.reformatted.eval.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.reformatted.eval.answer.ChoiceAnswer;
import org.reformatted.eval.metric.Breakdown;
import org.reformatted.eval.metric.Score;
import org.reformatted.eval.task.BbhTask;
import org.reformatted.eval.task.MtBenchTask;

class TaskTallyTest {
    private static final String POLICY = ChoiceAnswer.AFTER_THE_ANSWER_IS;

    /** Three of four right in one subtask, none of one in the other: 60 of all, 37.5 over subtasks. */
    @Test
    void subtasksWeighTheSameInTheirMean() {
        TaskTally tally = new TaskTally(BbhTask.withReasons(Path.of("none")));
        for (String answer : new String[] {"(A)", "(A)", "(A)", "(B)"}) {
            tally.add("", "So the answer is " + answer + ".", "(A)", "dates");
        }
        tally.add("", "So the answer is (B).", "(A)", "dogs");
        Map<String, Score> scores = tally.scores();
        assertThat(scores.get(POLICY).value()).isCloseTo(60, within(1e-9));
        Breakdown by = tally.breakdowns(scores).get(POLICY);
        assertThat(by.by()).isEqualTo("task");
        assertThat(by.groups().get("dates").value()).isCloseTo(75, within(1e-9));
        assertThat(by.groups().get("dogs").value()).isZero();
        assertThat(by.macro().value()).isCloseTo(37.5, within(1e-9));
        assertThat(by.micro()).isEqualTo(scores.get(POLICY));
    }

    @Test
    void judgingAloneCountsNothing() {
        TaskTally tally = new TaskTally(BbhTask.withReasons(Path.of("none")));
        assertThat(tally.judge("", "So the answer is (A).", "(A)").get(POLICY).score())
                .isEqualTo(1);
        assertThat(tally.scores().get(POLICY).n()).isZero();
        tally.count("dates", tally.judge("", "nothing", "(A)"));
        assertThat(tally.scores().get(POLICY).unparsed()).isEqualTo(1);
    }

    @Test
    void aTaskWithoutGroupsHasNoBreakdown() {
        TaskTally tally = new TaskTally(MtBenchTask.mtBench(Path.of("none")));
        tally.add("q", "a", "", "writing");
        assertThat(tally.breakdowns(tally.scores())).isEmpty();
    }
}
