package org.reformatted.eval.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.llm.ChatModel;
import org.reformatted.realign.llm.ChatRequest;
import org.reformatted.realign.llm.Completion;
import org.reformatted.realign.llm.EndpointConfig;
import org.reformatted.realign.llm.FinishReason;
import org.reformatted.realign.llm.Price;
import org.reformatted.realign.llm.RecordingConfig;
import org.reformatted.realign.llm.TokenLogprob;
import org.reformatted.realign.llm.Usage;

/** What a judge says is counted once, in its place, and what it does not say is in no score. */
class JudgeCountsTest {
    /** A judge that sees the prompt and the seed; its reply's first token is B with a chance that stands in it. */
    private record Stub(Function<ChatRequest, String> reply) implements ChatModel {
        @Override
        public String identity() {
            return "stub";
        }

        @Override
        public Completion complete(ChatRequest request) {
            String text = reply.apply(request);
            List<TokenLogprob> tokens = List.of();
            if (request.topLogprobs() > 0) {
                double b = Double.parseDouble(text);
                tokens = List.of(new TokenLogprob("B", 0, Map.of("A", Math.log(1 - b), "B", Math.log(b))));
            }
            return new Completion(
                    List.of(new Completion.Candidate(text, FinishReason.STOP, tokens)), Usage.NONE, "stub");
        }
    }

    private static String prompt(ChatRequest request) {
        return request.turns().get(0).text();
    }

    private static boolean asks(ChatRequest request, int question) {
        return prompt(request).contains("Why " + question + "?");
    }

    private static boolean goodFirst(ChatRequest request) {
        return prompt(request).indexOf("good") < prompt(request).indexOf("bad");
    }

    private static Map<String, JudgedAnswer> answers(String text) {
        Map<String, JudgedAnswer> answers = new LinkedHashMap<>();
        for (int i = 0; i < 10; i++) {
            answers.put(
                    "q" + i,
                    new JudgedAnswer(
                            "q" + i,
                            "Why " + i + "?",
                            text,
                            Optional.empty(),
                            Optional.of("And then?"),
                            Optional.of(text)));
        }
        return answers;
    }

    private static JudgeReport compare(
            String protocol, int attempts, int samples, Function<ChatRequest, String> reply) {
        return new JudgeRun(new Stub(reply), JudgeProtocols.bundled(protocol), attempts, samples, 2, Progress.SILENT, 0)
                .judge(List.copyOf(answers("good").values()), answers("bad"), Map.of());
    }

    @Test
    void anAnswerWithoutARatingIsInNoMeanAndEveryUselessReplyIsCounted() {
        JudgeReport report = new JudgeRun(
                        new Stub(request -> asks(request, 4) ? "hm" : asks(request, 2) ? second(request) : "[[6]]"),
                        JudgeProtocols.bundled("auto-j"),
                        3,
                        1,
                        2,
                        Progress.SILENT,
                        0)
                .judge(List.copyOf(answers("good").values()), Map.of(), Map.of());
        assertThat(report.n()).isEqualTo(9);
        assertThat(report.unjudged()).isEqualTo(1);
        assertThat(report.failures()).isEqualTo(4);
        assertThat(report.value()).isCloseTo((8 * 6 + 2) / 9.0, within(1e-12));
    }

    private static String second(ChatRequest request) {
        return request.sampling().seed() == 0 ? "hm" : "[[2]]";
    }

    @Test
    void winsLossesTiesAndThoseWithoutAVerdictAddUp() {
        JudgeReport report = compare("pairwise", 1, 1, request -> {
            if (asks(request, 4)) {
                return goodFirst(request) ? "[[A]]" : "hm"; // a verdict in one order only
            }
            boolean loses = asks(request, 1) || asks(request, 3) || asks(request, 5);
            return asks(request, 0) ? "[[A]]" : goodFirst(request) != loses ? "[[A]]" : "[[B]]";
        });
        assertThat(report.pairs().wins()).isEqualTo(5);
        assertThat(report.pairs().losses()).isEqualTo(3);
        assertThat(report.pairs().ties()).isEqualTo(1);
        assertThat(report.pairs().unjudged()).isEqualTo(1);
        assertThat(report.unjudged()).isEqualTo(1);
        assertThat(report.n()).isEqualTo(9);
        assertThat(report.failures()).isEqualTo(1);
        assertThat(report.value()).isCloseTo(100 * 5.5 / 9, within(1e-12));
        assertThat(report.pairs().consistency()).isCloseTo(8 / 9.0, within(1e-12));
    }

    /** Means of 8 and 7 for one answer, of 7 and 9 for the other: not the sums, of which three verdicts outweigh two. */
    @Test
    void bothOrdersWeighAlikeWhereOneHasFewerVerdicts() {
        assertThat(compare("fair-eval", 1, 3, request -> uneven(request, goodFirst(request)))
                        .pairs()
                        .losses())
                .isEqualTo(10);
        assertThat(compare("fair-eval", 1, 3, request -> uneven(request, !goodFirst(request)))
                        .pairs()
                        .wins())
                .isEqualTo(10);
    }

    private static String uneven(ChatRequest request, boolean often) {
        return often ? "8 7" : request.sampling().seed() == 2 ? "hm" : "9 7";
    }

    @Test
    void whatALaterRepeatCouldNotJudgeIsComparedInNone() {
        JudgeReport report = config("auto-j", 1, 2)
                .judge(
                        "x",
                        new Stub(request -> request.sampling().seed() > 0 && asks(request, 4) ? "hm" : "[[5]]"),
                        2,
                        List.copyOf(answers("good").values()),
                        Optional.empty(),
                        Path::of,
                        Progress.SILENT);
        assertThat(report.n()).isEqualTo(10);
        assertThat(report.selfAgreement().n()).isEqualTo(9);
        assertThat(report.selfAgreement().equalShare()).isEqualTo(1);
    }

    /** 0.8 and 0.6 for the answer are one side, 0.4 is the other. */
    @Test
    void preferencesFromProbabilitiesAgreeWhenTheyAreOnOneSide() {
        JudgeReport report = config("alpaca-eval-weighted", 1, 2)
                .judge(
                        "x",
                        new Stub(request -> {
                            double good = request.sampling().seed() == 0 ? 0.8 : asks(request, 7) ? 0.4 : 0.6;
                            return String.valueOf(goodFirst(request) ? 1 - good : good);
                        }),
                        2,
                        List.copyOf(answers("good").values()),
                        Optional.of(answers("bad")),
                        Path::of,
                        Progress.SILENT);
        assertThat(report.judge())
                .isEqualTo("alpaca-eval-weighted/2@" + digest("alpaca-eval-weighted")
                        + " (temperature 0.0, 1 tokens) by stub");
        assertThat(report.value()).isCloseTo(80, within(1e-9));
        assertThat(report.selfAgreement().equalShare()).isCloseTo(0.9, within(1e-12));
        assertThat(report.selfAgreement().values().get(1)).isCloseTo(58, within(1e-9));
    }

    private static String digest(String protocol) {
        return JudgeProtocols.bundled(protocol).digest();
    }

    private static JudgeRun run(Stub stub, String protocol) {
        return new JudgeRun(stub, JudgeProtocols.bundled(protocol), 1, 1, 1, Progress.SILENT, 0);
    }

    @Test
    void aSolutionOfTheFirstTurnAloneIsNotShownAsBoth() {
        Map<String, List<String>> solutions = Map.of("q0", List.of("one"), "q1", List.of("one", "two"));
        Stub stub = new Stub(request -> prompt(request).contains("[[B]]") ? "[[A]]" : "[[5]]");
        List<JudgedAnswer> two = List.copyOf(answers("good").values()).subList(0, 2);
        assertThat(run(stub, "mt-bench").judge(two, Map.of(), solutions).rows())
                .extracting(row -> String.valueOf(row.get("judge")).replaceAll("/.*", ""))
                .containsExactly(
                        "mt-bench-reference", "mt-bench-turn-2", "mt-bench-reference", "mt-bench-turn-2-reference");
        assertThat(run(stub, "mt-bench-pair")
                        .judge(two, answers("bad"), solutions)
                        .rows())
                .extracting(row -> String.valueOf(row.get("judge")).replaceAll("/.*", ""))
                .containsExactly(
                        "mt-bench-pair-reference",
                        "mt-bench-pair-turn-2",
                        "mt-bench-pair-reference",
                        "mt-bench-pair-turn-2-reference");
    }

    @Test
    void whatMovesAScoreMovesTheIdentityAndPlacesPricesAndLimitsDoNot() {
        Map<String, Object> identity = asked("judge-a", "KEY", 1, "a.jsonl").identity("readability", Path::of);
        assertThat(asked("judge-a", "OTHER_KEY", 9, "b.jsonl").identity("readability", Path::of))
                .isEqualTo(identity);
        assertThat(asked("judge-b", "KEY", 1, "a.jsonl").identity("readability", Path::of))
                .isNotEqualTo(identity);
        assertThat(asked("judge-a", "KEY", 1, "a.jsonl").identity("alpaca-eval", Path::of))
                .isNotEqualTo(identity);
        assertThat(config("pairwise", 2, 1).identity("x", Path::of))
                .isNotEqualTo(config("pairwise", 1, 1).identity("x", Path::of));
        assertThat(config("pairwise", 1, 2).identity("x", Path::of))
                .isNotEqualTo(config("pairwise", 1, 1).identity("x", Path::of));
        assertThat(config("fair-eval", 1, 1).identity("x", Path::of))
                .isNotEqualTo(config("pairwise", 1, 1).identity("x", Path::of));
    }

    private static JudgeConfig asked(String name, String key, int limit, String against) {
        EndpointConfig endpoint = new EndpointConfig(
                name,
                Optional.empty(),
                key + "_ADDRESS",
                key,
                limit,
                limit,
                limit,
                Optional.of((double) limit),
                Optional.of((double) limit),
                Optional.of(new Price(limit, limit)),
                Optional.of((double) limit),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return new JudgeConfig(
                Optional.empty(),
                endpoint,
                Optional.of(against),
                Optional.empty(),
                Optional.empty(),
                StructuredOutput.NONE,
                Optional.empty(),
                3,
                1,
                0);
    }

    private static JudgeConfig config(String protocol, int attempts, int repeats) {
        return new JudgeConfig(
                Optional.of(protocol),
                new RecordingConfig("unused", Optional.empty()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                StructuredOutput.NONE,
                Optional.empty(),
                attempts,
                repeats,
                0);
    }
}
