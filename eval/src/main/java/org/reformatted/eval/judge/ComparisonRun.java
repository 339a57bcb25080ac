package org.reformatted.eval.judge;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.reformatted.eval.metric.Score;

/**
 * Compares the turns of answers with other answers to the same questions, each pair in both orders, and summarizes the verdicts. Every turn is a
 * comparison.
 */
final class ComparisonRun {
    private final JudgeRun run;
    private final JudgeProtocol protocol;
    private final PairwiseJudge judge;

    ComparisonRun(JudgeRun run) {
        this.run = run;
        this.protocol = run.protocol();
        this.judge = new PairwiseJudge(run.model(), protocol, run.attempts(), run.samples());
    }

    /** The comparison of a turn. */
    private record ComparedTurn(int number, String judge, Judgement judgement) {}

    JudgeReport report(List<JudgedAnswer> answers, Map<String, JudgedAnswer> others, CorrectSolutions solutions) {
        JudgeRounds rounds = run.rounds();
        List<ComparedTurn> turns = rounds
                .each(
                        answers,
                        answer -> turns(answer, others.getOrDefault(answer.id(), answer), solutions.of(answer)),
                        (answer, cause) ->
                                List.of(new ComparedTurn(1, judge.name(), Judgement.none(answer.id(), cause))))
                .stream()
                .flatMap(List::stream)
                .toList();
        String name = judge.name() + solutions.missing(answers);
        PairwiseSummary summary = summary(name, turns);
        Map<String, Score> policies = new LinkedHashMap<>(Map.of("win-rate", summary.winRate()));
        if (turns.stream().anyMatch(turn -> turn.number == 2)) {
            IntStream.rangeClosed(1, 2).forEach(number -> policies.put("turn-" + number, winRate(name, turns, number)));
        }
        List<String> causes =
                turns.stream().flatMap(turn -> turn.judgement.causes().stream()).toList();
        List<Map<String, Object>> rows = turns.stream().map(this::row).toList();
        return run.report(name, summary.winRate(), causes, rounds, policies, summary, rows);
    }

    private List<ComparedTurn> turns(JudgedAnswer answer, JudgedAnswer other, List<String> right) {
        return JudgedTurn.compared(protocol, answer, other, right).stream()
                .map(turn -> {
                    JudgePrompt prompt = protocol.prompt(turn.number(), turn.solved());
                    return new ComparedTurn(
                            turn.number(),
                            judge.name(prompt),
                            judge.compare(answer.id(), prompt, turn.shown(), turn.swapped()));
                })
                .toList();
    }

    private static Score winRate(String name, List<ComparedTurn> turns, int number) {
        return summary(
                        name,
                        turns.stream().filter(turn -> turn.number == number).toList())
                .winRate();
    }

    private static PairwiseSummary summary(String judge, List<ComparedTurn> turns) {
        return PairwiseSummary.of(
                judge, turns.stream().map(ComparedTurn::judgement).toList());
    }

    private Map<String, Object> row(ComparedTurn turn) {
        Judgement judgement = turn.judgement;
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", judgement.id());
        if (protocol.hasSecondTurn()) {
            row.put("turn", turn.number);
        }
        row.put("judge", turn.judge);
        row.put("forward", shown(judgement.forward().verdict()));
        row.put("backward", shown(judgement.backward().verdict()));
        row.put("verdict", shown(judgement.verdict()));
        row.put("failures", judgement.causes().size());
        row.put("causes", judgement.causes());
        row.put("forwardReplies", judgement.forward().replies());
        row.put("backwardReplies", judgement.backward().replies());
        return row;
    }

    private static String shown(Optional<Preference> preference) {
        return preference.map(p -> p.name().toLowerCase(Locale.ROOT)).orElse("none");
    }
}
