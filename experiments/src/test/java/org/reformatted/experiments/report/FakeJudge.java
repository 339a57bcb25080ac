package org.reformatted.experiments.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.reformatted.eval.judge.JudgeReport;
import org.reformatted.eval.judge.PairwiseSummary;
import org.reformatted.eval.metric.Score;
import org.reformatted.eval.metric.SignTest;
import org.reformatted.eval.run.ScoredExample;

/** What a judge might have found of answers, drawn with a seed; on one sample of ten it gives no verdict. */
final class FakeJudge {
    static final String RATES = "mt-bench/2 (greedy) by someone";
    static final String COMPARES = "readability/2 (greedy) by someone";

    private FakeJudge() {}

    /** Ratings of two turns, higher with a chance. */
    static Judged rates(Evaluation answers, double chance, long seed) {
        List<Map<String, Object>> rows = new ArrayList<>();
        List<double[]> ratings = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(seed + Math.round(100 * chance));
        for (ScoredExample example : answers.result().examples()) {
            for (int turn = 1; turn <= 2; turn++) {
                boolean none = random.nextInt(10) == 0;
                double rating = 1 + random.nextInt(6) + (random.nextDouble() < chance ? 3 : 0);
                Map<String, Object> row = row(example.id(), RATES);
                row.put("turn", turn);
                row.put("rating", none ? "none" : (Object) rating);
                row.put("replies", List.of(none ? ReportFixture.EVIL : "Rating: [[" + rating + "]]"));
                rows.add(row);
                ratings.add(none ? new double[0] : new double[] {rating});
            }
        }
        Score score = Score.ofClusters(
                ratings,
                "rating",
                ratings.stream().filter(one -> one.length == 0).count());
        return new Judged(
                answers.folder()
                        .resolveSibling(
                                String.valueOf(answers.folder().getFileName()).replace("evaluate", "judge-rated")),
                report(answers.result().task(), RATES, score, "mean-rating", null, rows),
                Optional.empty());
    }

    /** Comparisons with other answers, won with a chance. */
    static Judged compares(Evaluation answers, String against, double chance, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> verdicts = answers.result().examples().stream()
                .map(example -> random.nextInt(10) == 0
                        ? "none"
                        : random.nextInt(4) == 0 ? "tie" : random.nextDouble() < chance ? "first" : "second")
                .toList();
        return compares(answers, against, verdicts);
    }

    static Judged compares(Evaluation answers, String against, List<String> verdicts) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < verdicts.size(); i++) {
            Map<String, Object> row = row(answers.result().examples().get(i).id(), COMPARES);
            row.put("verdict", verdicts.get(i));
            row.put("forwardReplies", List.of("I find " + verdicts.get(i) + " better."));
            row.put("backwardReplies", List.of("Still " + verdicts.get(i) + "." + ReportFixture.EVIL));
            rows.add(row);
        }
        long wins = verdicts.stream().filter("first"::equals).count();
        long losses = verdicts.stream().filter("second"::equals).count();
        long ties = verdicts.stream().filter("tie"::equals).count();
        long none = verdicts.size() - wins - losses - ties;
        double[] percent = verdicts.stream()
                .filter(verdict -> !verdict.equals("none"))
                .mapToDouble(verdict -> verdict.equals("first") ? 100 : verdict.equals("tie") ? 50 : 0)
                .toArray();
        Score score = Score.ofMean(percent, Score.PERCENT, none);
        PairwiseSummary pairs = new PairwiseSummary(
                COMPARES,
                wins,
                losses,
                ties,
                none,
                none,
                score,
                SignTest.exact((int) wins, (int) losses),
                1,
                0.5,
                false);
        return new Judged(
                answers.folder()
                        .resolveSibling(
                                String.valueOf(answers.folder().getFileName()).replace("evaluate", "judge")),
                report(answers.result().task(), COMPARES, score, "win-rate", pairs, rows),
                Optional.of(against));
    }

    private static Map<String, Object> row(String id, String judge) {
        return new LinkedHashMap<>(Map.of("id", id, "judge", judge));
    }

    private static JudgeReport report(
            String protocol,
            String judge,
            Score score,
            String policy,
            @Nullable PairwiseSummary pairs,
            List<Map<String, Object>> rows) {
        return new JudgeReport(
                protocol,
                judge,
                score.value(),
                score.unit(),
                score.n(),
                score.low(),
                score.high(),
                score.unparsed(),
                score.unparsed(),
                Map.of(),
                0,
                Map.of(policy, score),
                pairs,
                null,
                rows);
    }
}
