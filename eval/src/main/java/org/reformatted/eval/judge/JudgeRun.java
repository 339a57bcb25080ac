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
 * Sends saved answers to a judge and summarizes its verdicts.
 *
 * @param model the model that judges; used by several threads
 * @param protocol the protocol of requests and replies
 * @param attempts maximum number of requests for a verdict, where the protocol repeats requests
 * @param samples number of replies that are combined into one verdict
 * @param threads number of questions that are judged at once
 * @param progress reports each judged answer
 * @param allowUnanswered the share of answers, in [0, 1), that may have no verdict because the service returned no reply
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
     * @param answers the answers to score
     * @param others the answers to compare with, by id; empty where answers are rated
     * @param references correct solutions by question and turn, for protocols of MT-Bench; may be empty
     * @return the report
     * @throws InputException when an answer lacks what the protocol shows, or has no counterpart
     * @throws org.reformatted.realign.llm.UnansweredException when more answers than allowed have no reply of the service
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
