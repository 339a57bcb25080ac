package org.reformatted.experiments.report;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.reformatted.eval.answer.AnsweredPolicy;
import org.reformatted.eval.answer.Verdict;
import org.reformatted.eval.judge.JudgeReport;
import org.reformatted.eval.judge.PairwiseSummary;
import org.reformatted.eval.metric.Score;
import org.reformatted.eval.run.EvalResult;
import org.reformatted.eval.run.ScoredExample;

/**
 * What a judge found of one arm's answers to one task.
 *
 * @param folder the artifact
 * @param report its verdicts
 * @param against of comparisons, what the answers are compared with: an arm or a file
 */
public record Judged(Path folder, JudgeReport report, Optional<String> against) {
    /**
     * Reads a judgment.
     *
     * @param folder the artifact
     * @param against of comparisons, what the answers are compared with
     * @return what was found
     */
    public static Judged read(Path folder, Optional<String> against) {
        return new Judged(folder, JudgeReport.read(folder), against);
    }

    private boolean rates() {
        return against.isEmpty();
    }

    /**
     * A result with the judge's ratings among its scores, under the judge's name with version and settings; they lead it where they are what
     * the task is made for. Comparisons stay apart: they are of two arms, and not an arm's own.
     */
    EvalResult on(EvalResult result) {
        if (!rates()) {
            return result;
        }
        Map<String, Score> scores = new LinkedHashMap<>(result.policies());
        report.policies().forEach((part, score) -> scores.put(policy(part), score));
        Map<String, Map<String, Verdict>> verdicts = verdicts();
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
                leads(result) ? policy("mean-rating") : result.defaultPolicy(),
                scores,
                result.breakdowns(),
                examples);
    }

    /** Not where an answer is right or wrong without a judge, as of GSM8K or MMLU rated for its style. */
    private boolean leads(EvalResult result) {
        return result.defaultPolicy().equals(AnsweredPolicy.NAME)
                || report.protocol().equals(result.task());
    }

    private String policy(String part) {
        return part.equals("mean-rating") ? report.judge() : report.judge() + ", " + part;
    }

    /** By answer: the rating of each turn, and their mean. */
    private Map<String, Map<String, Verdict>> verdicts() {
        Map<String, Map<String, Verdict>> verdicts = new LinkedHashMap<>();
        report.rows().stream()
                .filter(row -> row.get("rating") instanceof Number)
                .collect(Collectors.groupingBy(
                        row -> String.valueOf(row.get("id")), LinkedHashMap::new, Collectors.toList()))
                .forEach((id, turns) -> {
                    Map<String, Verdict> found = new LinkedHashMap<>();
                    double sum = 0;
                    for (Map<String, Object> turn : turns) {
                        double rating = rating(turn);
                        sum += rating;
                        found.put(policy("turn-" + turn.get("turn")), new Verdict(String.valueOf(rating), rating));
                    }
                    double mean = sum / turns.size();
                    found.put(policy("mean-rating"), new Verdict(String.valueOf(mean), mean));
                    verdicts.put(id, found);
                });
        return verdicts;
    }

    private static double rating(Map<String, Object> turn) {
        return turn.get("rating") instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    private String unanswered() {
        return report.unanswered() == 0
                ? ""
                : ", " + report.unanswered() + " of them because the service gave no reply";
    }

    /** A comparison's outcome in a sentence. */
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
                                ": %d won, %d tied, %d lost (sign test p %s); both orders agree on %s%%%s.",
                                pairs.wins(),
                                pairs.ties(),
                                pairs.losses(),
                                ReportTables.probability(pairs.pValue()),
                                TableView.shown(100 * pairs.consistency(), 1),
                                pairs.biased() ? ", position bias" : "");
    }
}
