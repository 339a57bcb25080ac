package org.reformatted.eval.judge;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
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
 * @param attempts how often it is asked at most when its reply holds no verdict
 * @param samples how many verdicts make up one
 * @param threads how many questions are under way at once
 * @param progress told of each answer judged
 * @param allowUnanswered the share of answers, in [0, 1), that may have no verdict because a service gave no reply
 * @param prompts FastChat's prompts of {@code mt-bench} and {@code mt-bench-pair}; ours when absent
 */
public record JudgeRun(
        ChatModel model,
        int attempts,
        int samples,
        int threads,
        Progress progress,
        double allowUnanswered,
        Optional<FastChatPrompts> prompts) {
    /**
     * Judges by our own prompts.
     *
     * @param model who judges; used by several threads
     * @param attempts how often it is asked at most when its reply holds no verdict
     * @param samples how many verdicts make up one
     * @param threads how many questions are under way at once
     * @param progress told of each answer judged
     * @param allowUnanswered the share of answers, in [0, 1), that may have no verdict because a service gave no reply
     */
    public JudgeRun(
            ChatModel model, int attempts, int samples, int threads, Progress progress, double allowUnanswered) {
        this(model, attempts, samples, threads, progress, allowUnanswered, Optional.empty());
    }

    /** Protocols that rate single answers, by name. */
    public static final List<String> RATING = List.of("mt-bench", "auto-j", "factuality");

    /** Protocols that compare an answer with another, by name. */
    public static final List<String> COMPARING = List.of(
            "pairwise",
            "mt-bench-pair",
            "vicuna-bench",
            "fair-eval",
            "readability",
            "alpaca-eval",
            "alpaca-eval-ranking",
            "alpaca-eval-weighted");

    /**
     * Rates answers.
     *
     * @param protocol one of {@link #RATING}
     * @param answers what is rated
     * @param references correct solutions by question and turn, for {@code mt-bench}; may be empty
     * @return the report
     * @throws InputException when an answer lacks what the protocol shows
     * @throws org.reformatted.realign.llm.UnansweredException when a service left more answers open than allowed
     */
    public JudgeReport rate(String protocol, List<JudgedAnswer> answers, Map<String, List<String>> references) {
        JudgeRounds rounds = rounds();
        List<List<Turn>> turns = rounds.each(
                answers,
                answer -> turns(protocol, answer, references),
                (answer, cause) -> List.of(none(protocol, cause)));
        Map<String, List<Turn>> byTurn = new TreeMap<>();
        List<Map<String, Object>> rows = new ArrayList<>();
        List<String> causes = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            for (Turn turn : turns.get(i)) {
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
        String judge = turns.stream()
                .flatMap(List::stream)
                .findFirst()
                .map(turn -> turn.judge)
                .orElse(protocol);
        String named = judge + withoutReferences(protocol, answers, references);
        return report(protocol, named, all, causes, rounds, policies, null, rows);
    }

    /** The rating of one turn. */
    private record Turn(int number, String judge, Rating rating) {
        Map<String, Object> row(String id) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("id", id);
            row.put("turn", number);
            row.put("judge", judge);
            row.put("rating", rating.value().isPresent() ? rating.value().getAsDouble() : "none");
            row.put("ratings", rating.values());
            row.put("failures", rating.failures());
            row.put("causes", rating.causes());
            row.put(
                    "judgment",
                    rating.replies().isEmpty()
                            ? ""
                            : rating.replies().get(rating.replies().size() - 1));
            row.put("replies", rating.replies());
            return row;
        }
    }

    /** The first turn of an answer that a service left open. */
    private Turn none(String protocol, String cause) {
        return new Turn(
                1,
                shown(protocol) + " by " + model.identity(),
                new Rating(OptionalDouble.empty(), List.of(), List.of(), List.of(cause)));
    }

    private JudgeRounds rounds() {
        return new JudgeRounds(threads, allowUnanswered, progress);
    }

    /** The part of a score's name that says for how many questions MT-Bench's judge was shown no correct solution, but should be. */
    private static String withoutReferences(
            String protocol, List<JudgedAnswer> answers, Map<String, List<String>> references) {
        List<JudgedAnswer> needing =
                answers.stream().filter(JudgedAnswer::needsReference).toList();
        long without = needing.stream()
                .filter(answer ->
                        references.getOrDefault(answer.id(), List.of()).isEmpty())
                .count();
        return without == 0 || !protocol.startsWith("mt-bench")
                ? ""
                : ", NOT as published: " + without + " of " + needing.size()
                        + " questions of mathematics, reasoning and coding without a reference";
    }

    private List<Turn> turns(String protocol, JudgedAnswer answer, Map<String, List<String>> references) {
        List<Turn> turns = new ArrayList<>();
        List<String> right = references.getOrDefault(answer.id(), List.of());
        if (!protocol.equals("mt-bench")) {
            JudgeProtocol asked = protocol.equals("auto-j") ? JudgeProtocol.autoJ() : JudgeProtocol.factuality();
            if (asked.template().slots().contains("reference")
                    && answer.reference().isEmpty()) {
                throw InputException.at(
                        "answer " + answer.id(),
                        "no \"reference\"",
                        "the gold answer",
                        "give predictions with references");
            }
            ScoreJudge judge = new ScoreJudge(model, asked, attempts, samples);
            return List.of(
                    new Turn(1, judge.name(), judge.rate(answer.question(), answer.answer(), answer.reference())));
        }
        Optional<String> first = right.stream().findFirst();
        JudgeProtocol asked = prompts.map(theirs -> theirs.single(1, first.isPresent()))
                .orElseGet(() -> first.isPresent() ? JudgeProtocol.mtBenchWithReference() : JudgeProtocol.mtBench());
        ScoreJudge judge = new ScoreJudge(model, asked, attempts, samples);
        Map<String, String> shown = Map.of("question", answer.question(), "answer", answer.answer());
        turns.add(new Turn(1, judge.name(), judge.rate(FastChatPrompts.withSolutions(asked, shown, right), first)));
        if (answer.secondQuestion().isPresent() && answer.secondAnswer().isPresent()) {
            turns.add(second(answer, right));
        }
        return turns;
    }

    private Turn second(JudgedAnswer answer, List<String> right) {
        boolean solved = right.size() > 1;
        JudgeProtocol asked = prompts.map(theirs -> theirs.single(2, solved))
                .orElseGet(() ->
                        solved ? JudgeProtocol.mtBenchSecondTurnWithReference() : JudgeProtocol.mtBenchSecondTurn());
        ScoreJudge judge = new ScoreJudge(model, asked, attempts, samples);
        Map<String, String> shown = Map.of(
                "firstQuestion", answer.question(),
                "firstAnswer", answer.answer(),
                "question", answer.secondQuestion().orElse(""),
                "answer", answer.secondAnswer().orElse(""));
        Optional<String> both = right.size() > 1 ? Optional.of(String.join("\n\n", right)) : Optional.empty();
        return new Turn(2, judge.name(), judge.rate(FastChatPrompts.withSolutions(asked, shown, right), both));
    }

    /** The turns of a conversation are alike, so that each conversation is a cluster of the interval. */
    private static Score score(List<List<Turn>> conversations) {
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

    /**
     * Compares answers with others to the same questions, each pair in both orders.
     *
     * @param protocol one of {@link #COMPARING}
     * @param answers what is scored
     * @param others what it is compared with, by id
     * @param references correct solutions by question and turn, for {@code mt-bench-pair}; may be empty
     * @return the report; its value is the win rate of {@code answers}
     * @throws InputException when an answer has no counterpart, or the two were asked different things
     * @throws org.reformatted.realign.llm.UnansweredException when a service left more answers open than allowed
     */
    public JudgeReport compare(
            String protocol,
            List<JudgedAnswer> answers,
            Map<String, JudgedAnswer> others,
            Map<String, List<String>> references) {
        answers.forEach(answer -> requireCounterpart(answer, others.get(answer.id())));
        if (protocol.equals("mt-bench-pair")) {
            return pairsOfTurns(answers, others, references);
        }
        if (protocol.equals("alpaca-eval-weighted")) {
            return weighted(answers, others);
        }
        PairwiseJudge judge = new PairwiseJudge(model, comparing(protocol), attempts, samples);
        JudgeRounds rounds = rounds();
        List<Judgement> judgements = rounds.each(
                answers,
                answer -> judge.compare(
                        answer.id(),
                        answer.question(),
                        answer.answer(),
                        other(others, answer).answer()),
                (answer, cause) -> Judgement.none(answer.id(), cause));
        PairwiseSummary summary = PairwiseSummary.of(judge.name(), judgements);
        List<Map<String, Object>> rows = judgements.stream()
                .map(judgement -> row(judgement, judge.name()))
                .toList();
        return report(
                protocol,
                judge.name(),
                summary.winRate(),
                causes(judgements),
                rounds,
                Map.of("win-rate", summary.winRate()),
                summary,
                rows);
    }

    private static List<String> causes(List<Judgement> judgements) {
        return judgements.stream().flatMap(j -> j.causes().stream()).toList();
    }

    private static Map<String, Object> row(Judgement judgement, String judge) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", judgement.id());
        row.put("judge", judge);
        row.put("forward", shown(judgement.forward().verdict()));
        row.put("backward", shown(judgement.backward().verdict()));
        row.put("verdict", shown(judgement.verdict()));
        row.put("failures", judgement.causes().size());
        row.put("causes", judgement.causes());
        row.put("forwardReplies", judgement.forward().replies());
        row.put("backwardReplies", judgement.backward().replies());
        return row;
    }

    /** Every turn is a comparison of its own, as FastChat counts them. */
    private JudgeReport pairsOfTurns(
            List<JudgedAnswer> answers, Map<String, JudgedAnswer> others, Map<String, List<String>> references) {
        MtBenchPairs pairs = new MtBenchPairs(model, attempts, samples, prompts);
        JudgeRounds rounds = rounds();
        String name = shown("mt-bench-pair") + " by " + model.identity();
        List<MtBenchPairs.Turn> turns = rounds
                .each(
                        answers,
                        answer -> pairs.compare(
                                answer, other(others, answer), references.getOrDefault(answer.id(), List.of())),
                        (answer, cause) -> List.of(new MtBenchPairs.Turn(1, name, Judgement.none(answer.id(), cause))))
                .stream()
                .flatMap(List::stream)
                .toList();
        String judge = (turns.isEmpty() ? "mt-bench-pair" : turns.get(0).judge())
                + withoutReferences("mt-bench-pair", answers, references);
        PairwiseSummary summary = summary(judge, turns);
        Map<String, Score> policies = new LinkedHashMap<>(Map.of("win-rate", summary.winRate()));
        for (int number = 1; turns.size() > answers.size() && number <= 2; number++) {
            int wanted = number;
            policies.put(
                    "turn-" + number,
                    summary(
                                    judge,
                                    turns.stream()
                                            .filter(turn -> turn.number() == wanted)
                                            .toList())
                            .winRate());
        }
        List<Map<String, Object>> rows = turns.stream()
                .map(turn -> {
                    Map<String, Object> row = row(turn.judgement(), turn.judge());
                    row.put("turn", turn.number());
                    return row;
                })
                .toList();
        List<String> causes =
                causes(turns.stream().map(MtBenchPairs.Turn::judgement).toList());
        return report("mt-bench-pair", judge, summary.winRate(), causes, rounds, policies, summary, rows);
    }

    private static PairwiseSummary summary(String judge, List<MtBenchPairs.Turn> turns) {
        return PairwiseSummary.of(
                judge, turns.stream().map(MtBenchPairs.Turn::judgement).toList());
    }

    private static String shown(Optional<Preference> preference) {
        return preference.map(p -> p.name().toLowerCase(java.util.Locale.ROOT)).orElse("none");
    }

    /** A protocol's part of a score's name; of one with several prompts, that of the first. */
    static String shown(String protocol) {
        return switch (protocol) {
            case "mt-bench" -> JudgeProtocol.mtBench().shown();
            case "auto-j" -> JudgeProtocol.autoJ().shown();
            case "factuality" -> JudgeProtocol.factuality().shown();
            case "alpaca-eval-weighted" -> JudgeProtocol.alpacaEvalWeighted().shown();
            default -> comparing(protocol).shown();
        };
    }

    private static JudgeProtocol comparing(String protocol) {
        return switch (protocol) {
            case "mt-bench-pair" -> JudgeProtocol.mtBenchPair(1, false);
            case "vicuna-bench" -> JudgeProtocol.vicunaBench();
            case "fair-eval" -> JudgeProtocol.fairEval();
            case "readability" -> JudgeProtocol.readability();
            case "alpaca-eval" -> JudgeProtocol.alpacaEval();
            case "alpaca-eval-ranking" -> JudgeProtocol.alpacaEvalRanking();
            default -> JudgeProtocol.pairwise();
        };
    }

    /** Rows are AlpacaEval's annotations, so that {@code score alpaca-eval} reads them. */
    private JudgeReport weighted(List<JudgedAnswer> answers, Map<String, JudgedAnswer> others) {
        WeightedJudge judge = new WeightedJudge(model, attempts);
        JudgeRounds rounds = rounds();
        List<WeightedJudge.Outcome> outcomes = rounds.each(
                answers,
                answer -> judge.compare(
                        answer.question(),
                        answer.answer(),
                        other(others, answer).answer()),
                (answer, cause) -> new WeightedJudge.Outcome(OptionalDouble.empty(), List.of(cause)));
        List<OptionalDouble> chances =
                outcomes.stream().map(WeightedJudge.Outcome::chance).toList();
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            JudgedAnswer answer = answers.get(i);
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("id", answer.id());
            row.put("judge", judge.name());
            row.put("instruction", answer.question());
            row.put("output_1", other(others, answer).answer());
            row.put("output_2", answer.answer());
            row.put(
                    "preference",
                    chances.get(i).isPresent() ? 1 + chances.get(i).getAsDouble() : null);
            row.put("causes", outcomes.get(i).causes());
            rows.add(row);
        }
        double[] percent = chances.stream()
                .filter(OptionalDouble::isPresent)
                .mapToDouble(chance -> 100 * chance.getAsDouble())
                .toArray();
        long without = (long) answers.size() - percent.length;
        Score score = Score.ofMean(percent, Score.PERCENT, without);
        List<String> causes =
                outcomes.stream().flatMap(outcome -> outcome.causes().stream()).toList();
        return report(
                "alpaca-eval-weighted", judge.name(), score, causes, rounds, Map.of("win-rate", score), null, rows);
    }

    private static JudgedAnswer other(Map<String, JudgedAnswer> others, JudgedAnswer answer) {
        return others.getOrDefault(answer.id(), answer);
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

    private static JudgeReport report(
            String protocol,
            String judge,
            Score score,
            List<String> causes,
            JudgeRounds rounds,
            Map<String, Score> policies,
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
