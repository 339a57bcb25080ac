package org.reformatted.eval.judge;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.reformatted.eval.metric.Score;

/**
 * Requests preferences between answers, as AlpacaEval does, and computes their mean. Rows have the form of AlpacaEval's annotations, so that
 * {@code score alpaca-eval} can read them: a preference of 1 is for the other answer, 2 for the scored one. Equal answers are a draw; they are not
 * sent to the judge unless the protocol judges both orders.
 */
final class PreferenceRun {
    private final JudgeRun run;
    private final PairwiseJudge judge;

    PreferenceRun(JudgeRun run) {
        this.run = run;
        this.judge = new PairwiseJudge(run.model(), run.protocol(), run.attempts(), run.samples());
    }

    JudgeReport report(List<JudgedAnswer> answers, Map<String, JudgedAnswer> others) {
        JudgeRounds rounds = run.rounds();
        List<PairwiseJudge.Share> shares = rounds.each(
                answers,
                answer -> share(answer, others.getOrDefault(answer.id(), answer)),
                (answer, cause) -> new PairwiseJudge.Share(OptionalDouble.empty(), List.of(), List.of(cause)));
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            JudgedAnswer answer = answers.get(i);
            rows.add(row(answer, others.getOrDefault(answer.id(), answer), shares.get(i)));
        }
        double[] percent = shares.stream()
                .map(PairwiseJudge.Share::chance)
                .filter(OptionalDouble::isPresent)
                .mapToDouble(chance -> 100 * chance.getAsDouble())
                .toArray();
        Score score = Score.ofMean(percent, Score.PERCENT, (long) answers.size() - percent.length);
        List<String> causes =
                shares.stream().flatMap(share -> share.causes().stream()).toList();
        return run.report(judge.name(), score, causes, rounds, Map.of("win-rate", score), null, rows);
    }

    private PairwiseJudge.Share share(JudgedAnswer answer, JudgedAnswer other) {
        JudgeProtocol protocol = run.protocol();
        if (protocol.order() != JudgeProtocol.AnswerOrder.BOTH
                && answer.answer().equals(other.answer())) {
            return new PairwiseJudge.Share(OptionalDouble.of(0.5), List.of(), List.of());
        }
        JudgedTurn turn =
                JudgedTurn.compared(protocol, answer, other, List.of()).get(0);
        return judge.share(answer.question(), protocol.prompt(1, false), turn.shown(), turn.swapped());
    }

    private Map<String, Object> row(JudgedAnswer answer, JudgedAnswer other, PairwiseJudge.Share share) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", answer.id());
        row.put("judge", judge.name());
        row.put("instruction", answer.question());
        row.put("output_1", other.answer());
        row.put("output_2", answer.answer());
        row.put("preference", share.chance().isPresent() ? 1 + share.chance().getAsDouble() : null);
        row.put("causes", share.causes());
        row.put("replies", share.replies());
        return row;
    }
}
