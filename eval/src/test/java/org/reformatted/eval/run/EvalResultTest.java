package org.reformatted.eval.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.eval.answer.Verdict;
import org.reformatted.eval.metric.Score;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.llm.SamplingSettings;

class EvalResultTest {
    @TempDir
    Path folder;

    private static EvalResult result() {
        Map<String, Score> policies = new LinkedHashMap<>();
        policies.put("strict", new Score(50, Score.PERCENT, 2, 1L, 35.4, 9.5, 90.5, 0, 0));
        policies.put("flexible", new Score(100, Score.PERCENT, 2, 2L, 0, 34.2, 100, 0, 0));
        return new EvalResult(
                "gsm8k",
                3,
                "m",
                EvalConfig.of("gsm8k", SamplingSettings.greedy(8)),
                2,
                1,
                0.5,
                "strict",
                policies,
                Map.of(),
                List.of(
                        new ScoredExample("1", Map.of("strict", Verdict.of("4", true))),
                        new ScoredExample("2", Map.of("strict", Verdict.UNPARSED))));
    }

    @Test
    void whatIsWrittenIsRead() {
        result().write(folder);
        assertThat(EvalResult.read(folder)).isEqualTo(result());
        assertThat(EvalResult.read(folder).policies().keySet())
                .as("the order of the task")
                .containsExactly("strict", "flexible");
    }

    @Test
    void theResultItselfHoldsNoExamples() throws Exception {
        result().write(folder);
        assertThat(Files.readString(folder.resolve(EvalResult.FILE))).doesNotContain("examples");
        assertThat(Files.readAllLines(folder.resolve(EvalResult.SCORED_FILE))).hasSize(2);
    }

    @Test
    void anUnknownPolicyIsNamedWithTheKnownOnes() {
        assertThat(result().score("flexible").value()).isEqualTo(100);
        assertThatThrownBy(() -> result().score("lenient"))
                .isInstanceOf(InputException.class)
                .hasMessage("gsm8k: no policy lenient; expected one of strict, flexible; name one of these");
    }
}
