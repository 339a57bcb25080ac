package org.reformatted.eval.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.reformatted.eval.answer.Verdict;
import org.reformatted.eval.task.BbhTask;
import org.reformatted.eval.task.EvalTask;
import org.reformatted.realign.base.Json;

class VerdictRowTest {
    private static final EvalTask BBH = BbhTask.withReasons(Path.of("none"));

    @Test
    void policiesComeInTheOrderOfTheTask() {
        VerdictRow row = VerdictRow.of("1", "dates", Map.of("after-the-answer-is", Verdict.of("(A)", true)), BBH);
        assertThat(row.policies().keySet())
                .containsExactlyElementsOf(
                        BBH.policies().stream().map(policy -> policy.name()).toList());
        assertThat(row.policies().get("after-the-answer-is")).isEqualTo(new VerdictRow.PolicyVerdict(true, 1, "(A)"));
    }

    @Test
    void nothingFoundIsWrittenAsNullAndAMissingTaskNotAtAll() {
        String line = Json.line(VerdictRow.of("1", "", Map.of(), BBH));
        assertThat(line)
                .contains("{\"correct\":false,\"score\":0.0,\"extracted\":null}")
                .doesNotContain("\"task\"");
    }

    @Test
    void aPartOfARightAnswerIsNotRight() {
        VerdictRow row = VerdictRow.of("1", "", Map.of("after-the-answer-is", new Verdict("x", 0.5)), BBH);
        assertThat(row.policies().get("after-the-answer-is").correct()).isFalse();
    }
}
