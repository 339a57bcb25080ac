package org.reformatted.experiments.report;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.reformatted.eval.answer.AnsweredPolicy;
import org.reformatted.eval.answer.Verdict;
import org.reformatted.eval.judge.JudgeReport;
import org.reformatted.eval.judge.PairwiseSummary;
import org.reformatted.eval.metric.Score;
import org.reformatted.eval.run.EvalResult;
import org.reformatted.eval.run.ScoredExample;

/**
 * A judge's result for one arm's answers to one task.
 *
 * @param folder the artifact
 * @param report its verdicts
 * @param against for comparisons, the opponent: an arm or a file
 */
public record Judged(Path folder, JudgeReport report, Optional<String> against) {
    /** The names of a judge's scores over all turns. */
    private static final Set<String> WHOLE = Set.of("mean-rating", "win-rate");

    /**
     * Reads a judgment.
     *
     * @param folder the artifact
     * @param against for comparisons, the opponent
     * @return the result
     */
    public static Judged read(Path folder, Optional<String> against) {
        return new Judged(folder, JudgeReport.read(folder), against);
    }

    /**
     * A result with the judge's ratings or win rates among its scores, under the judge's name with version and settings. They are the default score
     * if the task is intended for a judge.
     */
    EvalResult on(EvalResult result) {
        return with(result, UnaryOperator.identity(), DoubleUnaryOperator.identity());
    }

    /** The opponent's side of a comparison: it loses the comparisons that the arm wins. */
    EvalResult opponent(EvalResult result) {
        return with(
                result,
                score -> new Score(
                        100 - score.value(),
                        score.unit(),
                        score.n(),
                        null,
                        score.standardError(),
                        100 - score.high(),
                        100 - score.low(),
                        score.unparsed(),
                        score.unparsedShare()),
                percent -> 100 - percent);
    }

    private EvalResult with(EvalResult result, UnaryOperator<Score> side, DoubleUnaryOperator value) {
        Map<String, Score> scores = new LinkedHashMap<>(result.policies());
        report.policies().forEach((part, score) -> scores.put(policy(part), side.apply(unit(score))));
        Map<String, Map<String, Verdict>> verdicts = verdicts(value);
        List<ScoredExample> examples = result.examples().stream()
                .map(example -> {
                    Map<String, Verdict> more = new LinkedHashMap<>(example.verdicts());
                    more.putAll(verdicts.getOrDefault(example.id(), Map.of()));
                    return new ScoredExample(example.id(), more);
                })
                .toList();
        return new EvalResult(
                result.task(),
                result.version(),
                result.model(),
                result.config(),
                result.n(),
                result.truncated(),
                result.truncatedShare(),
                leads(result) ? policy() : result.defaultPolicy(),
                scores,
                result.breakdowns(),
                examples);
    }

    /**
     * Whether the judge's score is the default; not if answers are right or wrong without a judge, such as answers to GSM8K or MMLU that are rated
     * for style.
     */
    private boolean leads(EvalResult result) {
        return result.defaultPolicy().equals(AnsweredPolicy.NAME)
                || report.protocol().equals(result.task());
    }

    /**
     * Gives win rates a unit other than that of shares of right answers, because a sample without a verdict is excluded and does not count as wrong.
     */
    private Score unit(Score score) {
        return against.isEmpty()
                ? score
                : new Score(
                        score.value(),
                        Units.WIN_RATE,
                        score.n(),
                        null,
                        score.standardError(),
                        score.low(),
                        score.high(),
                        score.unparsed(),
                        score.unparsedShare());
    }

    /** The name of the judge's main score, the mean over turns. */
    String policy() {
        return report.judge() + against.map(other -> " against " + other).orElse("");
    }

    private String policy(String part) {
        return WHOLE.contains(part) ? policy() : policy() + ", " + part;
    }

    /** The verdicts by answer: the value of each turn, and their mean. */
    private Map<String, Map<String, Verdict>> verdicts(DoubleUnaryOperator value) {
        Map<String, Map<String, Verdict>> verdicts = new LinkedHashMap<>();
        report.rows().stream()
                .filter(row -> !Double.isNaN(value(row)))
                .collect(Collectors.groupingBy(
                        row -> String.valueOf(row.get("id")), LinkedHashMap::new, Collectors.toList()))
                .forEach((id, turns) -> {
                    Map<String, Verdict> found = new LinkedHashMap<>();
                    double sum = 0;
                    for (Map<String, Object> turn : turns) {
                        double one = value.applyAsDouble(value(turn));
                        sum += one;
                        if (turn.containsKey("turn")) {
                            found.put(policy("turn-" + turn.get("turn")), new Verdict(String.valueOf(one), one));
                        }
                    }
                    double mean = sum / turns.size();
                    found.put(policy(), new Verdict(String.valueOf(mean), mean));
                    verdicts.put(id, found);
                });
        return verdicts;
    }

    /** The rating of a turn, or for a comparison the share that the arm wins, in percent; {@code NaN} without a verdict. */
    static double value(Map<String, Object> turn) {
        if (turn.get("rating") instanceof Number rating) {
            return rating.doubleValue();
        }
        if (turn.get("preference") instanceof Number preference) {
            return 100 * (preference.doubleValue() - 1);
        }
        return switch (String.valueOf(turn.get("verdict"))) {
            case "first" -> 100;
            case "tie" -> 50;
            case "second" -> 0;
            default -> Double.NaN;
        };
    }

    private String unanswered() {
        return report.unanswered() == 0
                ? ""
                : ", " + report.unanswered() + " of them because the service gave no reply";
    }

    /** The outcome of a comparison as a sentence. */
    String sentence() {
        if (report.n() == 0) {
            return String.format(Locale.ROOT, "no verdict on any of %d answers.", report.unjudged());
        }
        String rate = String.format(
                Locale.ROOT,
                "win rate %s%% [%s, %s] over %d answers%s",
                TableView.shown(report.value(), 1),
                TableView.shown(report.low(), 1),
                TableView.shown(report.high(), 1),
                report.n(),
                report.unjudged() == 0 ? "" : " (" + report.unjudged() + " without a verdict" + unanswered() + ")");
        PairwiseSummary pairs = report.pairs();
        return pairs == null
                ? rate + "."
                : rate
                        + String.format(
                                Locale.ROOT,
                                ": %d won, %d tied, %d lost; both orders agree on %s%%%s.",
                                pairs.wins(),
                                pairs.ties(),
                                pairs.losses(),
                                TableView.shown(100 * pairs.consistency(), 1),
                                pairs.biased() ? ", position bias" : "");
    }
}
