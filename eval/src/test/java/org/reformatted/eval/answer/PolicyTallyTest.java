package org.reformatted.eval.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PolicyTallyTest {
    @Test
    void scoresOfEachPolicyInTheirOrder() {
        AnswerPolicy same = new AnswerPolicy("same", (output, right) -> Verdict.of(output, output.equals(right)));
        AnswerPolicy length =
                new AnswerPolicy("length", "characters", (output, right) -> new Verdict(output, output.length()));
        PolicyTally tally = new PolicyTally(List.of(same, length));
        tally.add("q", "ab", "ab");
        tally.add("q", "abcd", "ab");
        assertThat(tally.scores().keySet()).containsExactly("same", "length");
        assertThat(tally.scores().get("same").value()).isEqualTo(50);
        assertThat(tally.scores().get("length").value()).isEqualTo(3);
        tally.count(Map.of("same", Verdict.of("x", true)));
        assertThat(tally.scores().get("same").n()).isEqualTo(3);
        assertThat(tally.scores().get("length").unparsed()).isEqualTo(1);
    }
}
