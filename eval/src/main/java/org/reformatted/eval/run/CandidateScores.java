package org.reformatted.eval.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reformatted.eval.answer.AnswerPolicy;
import org.reformatted.eval.answer.Verdict;
import org.reformatted.eval.metric.Candidates;
import org.reformatted.eval.metric.Score;
import org.reformatted.eval.metric.ScoreTally;
import org.reformatted.realign.llm.Completion;

/**
 * Scores of several answers to one question by a task's default policy: the score of the most frequent answer, and the probability that one of k
 * answers is right. The other columns of a result score only the first answer.
 */
final class CandidateScores {
    private final AnswerPolicy policy;
    private final int candidates;
    private final Map<String, ScoreTally> tallies = new LinkedHashMap<>();

    private CandidateScores(AnswerPolicy policy, int candidates) {
        this.policy = policy;
        this.candidates = candidates;
        tallies.put(policy.name() + "-majority", new ScoreTally());
        for (int k = 1; k < candidates; k *= 2) {
            tallies.put(passAt(k), new ScoreTally());
        }
        tallies.put(passAt(candidates), new ScoreTally());
    }

    /**
     * Creates columns for the number of candidates that every prediction has; empty when that number is one, or when the policy has no right or
     * wrong.
     */
    static Optional<CandidateScores> of(Optional<AnswerPolicy> policy, List<Prediction> predictions) {
        int fewest = 1
                + predictions.stream()
                        .mapToInt(row -> row.others().size())
                        .min()
                        .orElse(0);
        return policy.filter(chosen -> fewest > 1 && chosen.unit().equals(Score.PERCENT))
                .map(chosen -> new CandidateScores(chosen, fewest));
    }

    private String passAt(int k) {
        return policy.name() + "-pass@" + k;
    }

    /** Returns the verdicts of one prediction, by column. */
    Map<String, Verdict> add(Prediction prediction) {
        List<Verdict> verdicts = new ArrayList<>(
                List.of(policy.judge(prediction.prompt(), prediction.output(), prediction.reference())));
        for (Completion.Candidate other : prediction.others()) {
            verdicts.add(policy.judge(prediction.prompt(), other.text(), prediction.reference()));
        }
        Map<String, Verdict> columns = new LinkedHashMap<>();
        int right =
                (int) verdicts.stream().filter(verdict -> verdict.score() == 1).count();
        for (Map.Entry<String, ScoreTally> column : tallies.entrySet()) {
            Verdict verdict = column.getKey().endsWith("-majority")
                    ? majority(verdicts)
                    : passed(
                            verdicts.size(),
                            right,
                            Integer.parseInt(column.getKey().replaceAll(".*@", "")));
            column.getValue().add(verdict.score(), verdict.parsed());
            columns.put(column.getKey(), verdict);
        }
        return columns;
    }

    private static Verdict majority(List<Verdict> verdicts) {
        Optional<String> answer = Candidates.majority(verdicts.stream()
                .map(verdict -> Optional.ofNullable(verdict.extracted()))
                .toList());
        return verdicts.stream()
                .filter(verdict -> verdict.parsed() && answer.equals(Optional.ofNullable(verdict.extracted())))
                .findFirst()
                .orElse(Verdict.UNPARSED);
    }

    private Verdict passed(int answers, int right, int k) {
        return new Verdict(
                right + " of " + answers + " right", Candidates.passAt(answers, right, Math.min(k, candidates)));
    }

    /** Returns the score of each column. */
    Map<String, Score> scores() {
        Map<String, Score> scores = new LinkedHashMap<>();
        tallies.forEach((name, tally) -> scores.put(name, tally.score()));
        return scores;
    }
}
