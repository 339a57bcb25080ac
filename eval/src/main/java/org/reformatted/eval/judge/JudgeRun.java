package org.reformatted.eval.judge;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.reformatted.eval.metric.Score;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.llm.ChatModel;

/**
 * Joins saved answers to a judge and sums up what it says.
 *
 * @param model who judges; used by several threads
 * @param protocol how it is asked and read
 * @param attempts how often it is asked at most when its reply holds no verdict, where the protocol asks again
 * @param samples how many verdicts make up one
 * @param threads how many questions are under way at once
 * @param progress reports each answer judged
 * @param allowUnanswered the share of answers, in [0, 1), that may have no verdict because a service gave no reply
 */
record JudgeRun(
        ChatModel model,
        JudgeProtocol protocol,
        int attempts,
        int samples,
        int threads,
        Progress progress,
        double allowUnanswered) {
    /**
     * Judges answers.
     *
     * @param answers what is scored
     * @param others what it is compared with, by id; empty where answers are rated
     * @param references correct solutions by question and turn, for protocols of MT-Bench; may be empty
     * @return the report
     * @throws InputException when an answer lacks what the protocol shows, or has no counterpart
     * @throws org.reformatted.realign.llm.UnansweredException when a service left more answers open than allowed
     */
    JudgeReport judge(
            List<JudgedAnswer> answers, Map<String, JudgedAnswer> others, Map<String, List<String>> references) {
        CorrectSolutions solutions = new CorrectSolutions(protocol.references(), references);
        if (!protocol.compares()) {
            return new RatingRun(this).report(answers, solutions);
        }
        answers.forEach(answer -> requireCounterpart(answer, others.get(answer.id())));
        return protocol.aggregation() == JudgeProtocol.Aggregation.PREFERENCE
                ? new PreferenceRun(this).report(answers, others)
                : new ComparisonRun(this).report(answers, others, solutions);
    }

    private static void requireCounterpart(JudgedAnswer answer, @Nullable JudgedAnswer other) {
        if (other == null || !other.question().strip().equals(answer.question().strip())) {
            throw InputException.at(
                    "answer " + answer.id(),
                    other == null ? "no answer of that id on the other side" : "another question on the other side",
                    "both sides to answer the same questions",
                    "give predictions of the same samples");
        }
    }

    JudgeRounds rounds() {
        return new JudgeRounds(threads, allowUnanswered, progress);
    }

    JudgeReport report(
            String judge,
            Score score,
            List<String> causes,
            JudgeRounds rounds,
            Map<String, Score> policies,
            @Nullable PairwiseSummary pairs,
            List<Map<String, Object>> rows) {
        return new JudgeReport(
                protocol.name(),
                judge,
                score.value(),
                score.unit(),
                score.n(),
                score.low(),
                score.high(),
                score.unparsed(),
                causes.size(),
                causes.stream()
                        .collect(Collectors.groupingBy(
                                cause -> cause.split(": ", 2)[0], TreeMap::new, Collectors.counting())),
                rounds.unanswered(),
                policies,
                pairs,
                null,
                rows);
    }
}
