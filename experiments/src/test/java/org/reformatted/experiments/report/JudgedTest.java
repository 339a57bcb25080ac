package org.reformatted.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.reformatted.eval.answer.AnsweredPolicy;
import org.reformatted.eval.answer.Verdict;
import org.reformatted.eval.judge.JudgeReport;
import org.reformatted.eval.metric.Score;
import org.reformatted.eval.run.EvalConfig;
import org.reformatted.eval.run.EvalResult;
import org.reformatted.eval.run.ScoredExample;
import org.reformatted.realign.llm.SamplingSettings;

class JudgedTest {
    private static final String JUDGE = "mt-bench/1 (greedy) by someone";

    /** Answers a, b and c: rated 4 and 8 over two turns, 3 on one of them, and not at all. */
    private static JudgeReport rated(String protocol) {
        Score score = Score.ofMean(new double[] {4, 8, 3}, "rating", 3);
        return report(protocol, score, List.of(row("a", 1, 4), row("a", 2, 8), row("b", 1, 3), row("b", 2, "none")));
    }

    private static Map<String, Object> row(String id, int turn, Object rating) {
        return Map.of("id", id, "turn", turn, "rating", rating);
    }

    private static JudgeReport report(String protocol, Score score, List<Map<String, Object>> rows) {
        return new JudgeReport(
                protocol,
                JUDGE,
                score.value(),
                score.unit(),
                score.n(),
                score.low(),
                score.high(),
                score.unparsed(),
                0,
                Map.of(),
                0,
                Map.of("mean-rating", score),
                null,
                null,
                rows);
    }

    private static EvalResult result(String task, String policy) {
        return new EvalResult(
                task,
                1,
                "model",
                EvalConfig.of(task, SamplingSettings.greedy(8)),
                3,
                0,
                0,
                policy,
                Map.of(policy, Score.ofMean(new double[] {100, 0, 0}, Score.PERCENT, 0)),
                Map.of(),
                IntStream.range(0, 3)
                        .mapToObj(
                                i -> new ScoredExample("abc".substring(i, i + 1), Map.of(policy, new Verdict("x", 1))))
                        .toList());
    }

    @Test
    void ratingsLeadWhereTheyAreWhatTheTaskIsMadeForAndNowhereElse() {
        Judged rates = new Judged(Path.of("x"), rated("mt-bench"), Optional.empty());
        assertThat(rates.on(result("mt-bench", AnsweredPolicy.NAME)).defaultPolicy())
                .isEqualTo(JUDGE);
        assertThat(rates.on(result("vicuna-bench", AnsweredPolicy.NAME)).defaultPolicy())
                .isEqualTo(JUDGE);
        EvalResult math = rates.on(result("gsm8k", "strict-match"));
        assertThat(math.defaultPolicy()).isEqualTo("strict-match");
        assertThat(math.policies()).containsOnlyKeys("strict-match", JUDGE);
        Judged facts = new Judged(Path.of("x"), rated("factuality"), Optional.empty());
        assertThat(facts.on(result("factuality", "containment")).defaultPolicy())
                .isEqualTo(JUDGE);
    }

    @Test
    void anAnswerHasTheMeanOfItsRatedTurnsAndNothingWhereNoneIs() {
        EvalResult on = new Judged(Path.of("x"), rated("mt-bench"), Optional.empty())
                .on(result("mt-bench", AnsweredPolicy.NAME));
        assertThat(on.examples().get(0).verdicts().get(JUDGE).score()).isEqualTo(6);
        assertThat(on.examples().get(0).verdicts().get(JUDGE + ", turn-2").score())
                .isEqualTo(8);
        assertThat(on.examples().get(1).verdicts().get(JUDGE).score()).isEqualTo(3);
        assertThat(on.examples().get(1).verdicts()).doesNotContainKey(JUDGE + ", turn-2");
        assertThat(on.examples().get(2).verdicts()).containsOnlyKeys(AnsweredPolicy.NAME);
    }

    @Test
    void aComparisonSaysHowManyHaveNoVerdict() {
        Score some = Score.ofMean(new double[] {100, 0, 50}, Score.PERCENT, 2);
        assertThat(new Judged(Path.of("x"), report("pairwise", some, List.of()), Optional.of("original")).sentence())
                .matches("win rate 50\\.0% \\[.*] over 3 answers \\(2 without a verdict\\)\\.");
        Score none = Score.ofMean(new double[0], Score.PERCENT, 5);
        assertThat(new Judged(Path.of("x"), report("pairwise", none, List.of()), Optional.of("original")).sentence())
                .isEqualTo("no verdict on any of 5 answers.");
    }
}
