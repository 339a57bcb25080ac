package org.reformatted.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.reformatted.eval.answer.AnsweredPolicy;
import org.reformatted.eval.answer.Verdict;
import org.reformatted.eval.metric.Score;
import org.reformatted.eval.metric.SignTest;
import org.reformatted.eval.run.EvalConfig;
import org.reformatted.eval.run.EvalResult;
import org.reformatted.eval.run.ScoredExample;
import org.reformatted.experiments.config.PaperSetting;
import org.reformatted.realign.llm.SamplingSettings;

/** A judge's comparisons and ratings are tests of the report's one family, like all others. */
class JudgedDifferencesTest {
    private static final String TASK = "vicuna-bench";

    private static Evaluation answers(int n) {
        List<ScoredExample> examples = IntStream.range(0, n)
                .mapToObj(i -> new ScoredExample("q" + i, Map.of(AnsweredPolicy.NAME, new Verdict("answered", 1))))
                .toList();
        double[] all = IntStream.range(0, n).mapToDouble(i -> 100).toArray();
        return new Evaluation(
                Path.of("evaluate-x"),
                new EvalResult(
                        TASK,
                        1,
                        "model",
                        EvalConfig.of(TASK, SamplingSettings.greedy(8)),
                        n,
                        0,
                        0,
                        AnsweredPolicy.NAME,
                        Map.of(AnsweredPolicy.NAME, Score.ofMean(all, Score.PERCENT, 0)),
                        Map.of(),
                        examples));
    }

    private static TrainedArm arm(String name, Evaluation evaluation) {
        return new TrainedArm(
                name, Optional.empty(), Optional.of("made up"), Optional.empty(), Map.of(TASK, evaluation));
    }

    private static List<String> verdicts(int won, int tied, int lost, int none) {
        return Stream.of(
                        Collections.nCopies(won, "first"),
                        Collections.nCopies(tied, "tie"),
                        Collections.nCopies(lost, "second"),
                        Collections.nCopies(none, "none"))
                .flatMap(List::stream)
                .toList();
    }

    private static Differences differences(List<TrainedArm> arms) {
        return Differences.of(arms, Headline.of(arms, List.of()), List.of(), new Fairness());
    }

    private static PooledDifference judged(Differences differences, String arm, String against) {
        return differences
                .of("original", arm, TASK, FakeJudge.COMPARES + " against " + against)
                .orElseThrow();
    }

    @Test
    void comparisonsWithTheFirstArmAreCorrectedTogetherWithAllOthers() {
        Evaluation answers = answers(24);
        List<TrainedArm> arms = List.of(
                arm("original", answers),
                arm("a", answers.with(FakeJudge.compares(answers, "original", verdicts(15, 2, 5, 2)))),
                arm("b", answers.with(FakeJudge.compares(answers, "original", verdicts(9, 6, 9, 0)))));
        Differences differences = differences(arms);
        PooledDifference a = judged(differences, "a", "original");
        assertThat(a.n()).isEqualTo(22);
        assertThat(a.second()).isCloseTo(100 * 16 / 22.0, within(1e-9));
        assertThat(a.first()).isCloseTo(100 * 6 / 22.0, within(1e-9));
        assertThat(a.pValue()).isCloseTo(SignTest.exact(15, 5), within(1e-12)).isLessThan(PooledDifference.LEVEL);
        // two comparisons, and two differences of the share answered
        assertThat(a.tests()).isEqualTo(4);
        assertThat(a.corrected()).isCloseTo(4 * a.pValue(), within(1e-12));
        assertThat(a.verdict()).isEqualTo("no difference beyond chance");
        assertThat(a.sentence()).contains("72.7% against 27.3%", "corrected p 0.1656");
        assertThat(judged(differences, "b", "original").difference()).isZero();
        assertThat(differences.of("original", "original", TASK, FakeJudge.COMPARES + " against original"))
                .isEmpty();
        String shown = JudgedTable.wins(arms, differences).get(0).verdict();
        assertThat(shown)
                .contains("15 won, 2 tied, 5 lost")
                .endsWith("Against original: no difference beyond chance (p 0.1656, over all seeds and corrected).");
        assertThat(JudgedTable.sentences(arms)).noneMatch(line -> line.contains("p 0.04"));
    }

    @Test
    void armsThatAreComparedWithAFileDifferByTheirWinRates() {
        Evaluation answers = answers(40);
        List<TrainedArm> arms = List.of(
                arm("original", answers.with(FakeJudge.compares(answers, "gpt.json", verdicts(4, 0, 36, 0)))),
                arm("a", answers.with(FakeJudge.compares(answers, "gpt.json", verdicts(30, 2, 6, 2)))));
        Differences differences = differences(arms);
        PooledDifference a = judged(differences, "a", "gpt.json");
        assertThat(a.n()).as("a sample without a verdict is not lost").isEqualTo(38);
        assertThat(a.second()).isCloseTo(100 * 31 / 38.0, within(1e-9));
        assertThat(a.unit()).isEqualTo("win rate, percent");
        assertThat(a.verdict()).isEqualTo("ahead, beyond chance");
        assertThat(a.low()).isBetween(0.0, a.difference());
        assertThat(a.high()).isBetween(a.difference(), 100.0);
        List<Headline> headlines = Headline.of(arms, List.of());
        assertThat(headlines).singleElement().satisfies(head -> {
            assertThat(head.policy()).isEqualTo(FakeJudge.COMPARES + " against gpt.json");
            assertThat(head.leads()).isTrue();
        });
        assertThat(Findings.answer("a", headlines, differences))
                .startsWith("a is ahead of original on " + TASK + " as judged (+");
    }

    @Test
    void thePapersWinRatesHaveTheirUnitAndNotThatOfRatings() {
        assertThat(PaperMatch.all(
                        PaperValues.bundled(),
                        List.of("general-alignment"),
                        Optional.of(new PaperSetting("LLaMA-2-13B", "Alpaca"))))
                .filteredOn(match -> match.arm().equals("realigned"))
                .extracting(match -> match.task() + " " + match.value() + " " + match.unit())
                .contains("alpaca-eval 49.19 win rate, percent", "mt-bench 5.27 rating");
    }

    @Test
    void ratingsAreTestsOfTheFamilyToo() {
        Evaluation answers = answers(60);
        List<TrainedArm> arms = List.of(
                arm("original", answers.with(FakeJudge.rates(answers, 0.1, 1))),
                arm("a", answers.with(FakeJudge.rates(answers, 0.9, 2))));
        PooledDifference a =
                differences(arms).of("original", "a", TASK, FakeJudge.RATES).orElseThrow();
        assertThat(a.unit()).isEqualTo("rating");
        assertThat(a.tests()).isEqualTo(1);
        assertThat(a.finding()).isEqualTo(PooledDifference.Finding.AHEAD);
    }
}
