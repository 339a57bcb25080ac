package org.reformatted.eval.judge;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.reformatted.eval.metric.Score;

/** Rates the turns of answers and summarizes the ratings. */
final class RatingRun {
    private final JudgeRun run;
    private final JudgeProtocol protocol;
    private final ScoreJudge judge;

    RatingRun(JudgeRun run) {
        this.run = run;
        this.protocol = run.protocol();
        this.judge = new ScoreJudge(run.model(), protocol, run.attempts(), run.samples());
    }

    JudgeReport report(List<JudgedAnswer> answers, CorrectSolutions solutions) {
        JudgeRounds rounds = run.rounds();
        List<List<RatedTurn>> turns = rounds.each(
                answers, answer -> turns(answer, solutions.of(answer)), (answer, cause) -> List.of(none(cause)));
        Map<String, List<RatedTurn>> byTurn = new TreeMap<>();
        List<Map<String, Object>> rows = new ArrayList<>();
        List<String> causes = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            for (RatedTurn turn : turns.get(i)) {
                byTurn.computeIfAbsent("turn-" + turn.number, key -> new ArrayList<>())
                        .add(turn);
                rows.add(turn.row(answers.get(i).id()));
                causes.addAll(turn.rating.causes());
            }
        }
        Score all = score(turns);
        Map<String, Score> policies = new LinkedHashMap<>(Map.of("mean-rating", all));
        if (byTurn.size() > 1) {
            byTurn.forEach((name, some) ->
                    policies.put(name, score(some.stream().map(List::of).toList())));
        }
        String named = judge.name() + solutions.missing(answers);
        return run.report(named, all, causes, rounds, policies, null, rows);
    }

    /** The rating of one turn. */
    private record RatedTurn(int number, String judge, Rating rating) {
        Map<String, Object> row(String id) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("id", id);
            row.put("turn", number);
            row.put("judge", judge);
            row.put("rating", rating.value().isPresent() ? rating.value().getAsDouble() : "none");
            row.put("ratings", rating.values());
            row.put("failures", rating.failures());
            row.put("causes", rating.causes());
            List<String> replies = rating.replies();
            row.put("judgment", replies.isEmpty() ? "" : replies.get(replies.size() - 1));
            row.put("replies", replies);
            return row;
        }
    }

    /** Creates the first turn of an answer without a reply of the service. */
    private RatedTurn none(String cause) {
        return new RatedTurn(1, judge.name(), new Rating(OptionalDouble.empty(), List.of(), List.of(), List.of(cause)));
    }

    private List<RatedTurn> turns(JudgedAnswer answer, List<String> right) {
        return JudgedTurn.rated(protocol, answer, right).stream()
                .map(turn -> {
                    JudgePrompt prompt = protocol.prompt(turn.number(), turn.solved());
                    return new RatedTurn(turn.number(), judge.name(prompt), judge.rate(prompt, turn.shown()));
                })
                .toList();
    }

    /** Computes the score; the turns of a conversation are correlated, so each conversation is a cluster of the interval. */
    private static Score score(List<List<RatedTurn>> conversations) {
        List<double[]> clusters = conversations.stream()
                .map(turns -> turns.stream()
                        .map(turn -> turn.rating.value())
                        .filter(OptionalDouble::isPresent)
                        .mapToDouble(OptionalDouble::getAsDouble)
                        .toArray())
                .toList();
        long turns = conversations.stream().mapToLong(List::size).sum();
        long rated = clusters.stream().mapToLong(cluster -> cluster.length).sum();
        return Score.ofClusters(clusters, "rating", turns - rated);
    }
}
