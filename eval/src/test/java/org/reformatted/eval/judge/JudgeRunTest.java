package org.reformatted.eval.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.llm.ChatModel;
import org.reformatted.realign.llm.ChatRequest;
import org.reformatted.realign.llm.Completion;
import org.reformatted.realign.llm.FinishReason;
import org.reformatted.realign.llm.RecordedChatModel;
import org.reformatted.realign.llm.TokenLogprob;
import org.reformatted.realign.llm.Usage;

class JudgeRunTest {
    @TempDir
    Path folder;

    /** Replies by a function of the request, and with the probabilities of its first token where the reply is A or B. */
    private record Stub(Function<ChatRequest, String> reply, List<ChatRequest> asked) implements ChatModel {
        Stub(Function<ChatRequest, String> reply) {
            this(reply, Collections.synchronizedList(new ArrayList<>()));
        }

        @Override
        public String identity() {
            return "stub";
        }

        @Override
        public Completion complete(ChatRequest request) {
            asked.add(request);
            String text = reply.apply(request);
            boolean letter = text.equals("A") || text.equals("B");
            Map<String, Double> top = text.equals("A")
                    ? Map.of("A", Math.log(0.8), " B", Math.log(0.2))
                    : Map.of("A", Math.log(0.1), "B", Math.log(0.3));
            List<TokenLogprob> first =
                    letter && request.topLogprobs() > 0 ? List.of(new TokenLogprob(text, -0.1, top)) : List.of();
            return new Completion(
                    List.of(new Completion.Candidate(text, FinishReason.STOP, first)), Usage.NONE, "stub");
        }
    }

    private static String prompt(ChatRequest request) {
        return request.turns().get(0).text();
    }

    private static JudgeReport rate(
            ChatModel model,
            String protocol,
            int samples,
            List<JudgedAnswer> answers,
            Map<String, List<String>> right) {
        return run(model, protocol, samples).judge(answers, Map.of(), right);
    }

    private static JudgeRun run(ChatModel model, String protocol, int samples) {
        int attempts = model instanceof JudgeCost ? 1 : 3;
        return new JudgeRun(model, JudgeProtocols.bundled(protocol), attempts, samples, 2, Progress.SILENT, 0);
    }

    private static Map<String, JudgedAnswer> answers(String text, int count) {
        Map<String, JudgedAnswer> answers = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            String id = "q" + i;
            answers.put(
                    id,
                    new JudgedAnswer(
                            id, "Why " + i + "?", text + i, Optional.of("gold"), Optional.empty(), Optional.empty()));
        }
        return answers;
    }

    private static JudgeReport compare(String protocol, ChatModel model, int samples) {
        return run(model, protocol, samples)
                .judge(List.copyOf(answers("good", 20).values()), answers("bad", 20), Map.of());
    }

    @Test
    void judgeThatPrefersTheFirstPlaceEndsInTiesAndIsReportedBiased() {
        JudgeReport report = compare("readability", new Stub(request -> "Clearly [[A]]"), 1);
        assertThat(report.pairs().ties()).isEqualTo(20);
        assertThat(report.value()).isEqualTo(50);
        assertThat(report.pairs().biased()).isTrue();
        assertThat(report.pairs().firstPlaceShare()).isEqualTo(1);
        JudgeReport fair = compare("readability", new Stub(JudgeRunTest::fairly), 1);
        assertThat(fair.pairs().biased()).isFalse();
        assertThat(fair.value()).isEqualTo(100);
    }

    private static String fairly(ChatRequest request) {
        return prompt(request).indexOf("good") < prompt(request).indexOf("bad") ? "[[A]]" : "[[B]]";
    }

    @Test
    void judgeThatTalksNonsenseATenthOfTheTimeChangesNoScoreAndIsCounted() {
        Stub muddled = new Stub(request -> {
            // by the request alone: a tenth of the first attempts, and never the second
            boolean nonsense = request.sampling().seed() == 0
                    && Math.floorMod(prompt(request).hashCode(), 10) == 3;
            return nonsense ? "banana" : fairly(request);
        });
        JudgeReport clear = compare("pairwise", new Stub(JudgeRunTest::fairly), 1);
        JudgeReport report = compare("pairwise", muddled, 1);
        assertThat(report.value()).isEqualTo(clear.value());
        assertThat(report.pairs().wins()).isEqualTo(clear.pairs().wins());
        assertThat(report.failures()).isPositive();
        assertThat(report.failures()).isEqualTo(muddled.asked().size() - 40L);
        assertThat(report.unjudged()).isZero();
    }

    @Test
    void whatNoAttemptCouldJudgeIsInNoScore() {
        JudgeReport report = compare("pairwise", new Stub(request -> "hm"), 1);
        assertThat(report.n()).isZero();
        assertThat(report.value()).isNaN();
        assertThat(report.unjudged()).isEqualTo(20);
        assertThat(report.failures()).isEqualTo(20 * 2 * 3);
    }

    /** The first place is worth two points, the better answer one: orders disagree, their average does not. */
    @Test
    void fairEvalAveragesBothOrders() {
        Function<ChatRequest, String> reply =
                request -> prompt(request).indexOf("good") < prompt(request).indexOf("bad") ? "8 5\nwhy" : "7 6\nwhy";
        Stub model = new Stub(reply);
        JudgeReport report = compare("fair-eval", model, 3);
        assertThat(report.value()).isEqualTo(100);
        assertThat(report.pairs().consistency()).isZero();
        assertThat(report.judge())
                .matches("fair-eval/2@[0-9a-f]{8} \\(temperature 1.0, 1024 tokens\\), 3 an order by stub");
        assertThat(model.asked()).hasSize(20 * 2 * 3);
        assertThat(compare("vicuna-bench", new Stub(reply), 1).value()).isEqualTo(50);
    }

    /** 0.8 for A with the answer first, 0.75 for B with it second. */
    @Test
    void weightedJudgeReadsTheProbabilitiesOfTheLetters() {
        Stub model = new Stub(
                request -> prompt(request).indexOf("good") < prompt(request).indexOf("bad") ? "A" : "B");
        JudgeReport report = compare("alpaca-eval-weighted", model, 1);
        assertThat(report.value()).isCloseTo(100 * (0.8 + 0.75) / 2, within(1e-9));
        assertThat((double) report.rows().get(0).get("preference")).isCloseTo(1.775, within(1e-9));
        JudgeReport silent = compare("alpaca-eval-weighted", new Stub(request -> "no letters"), 1);
        assertThat(silent.unjudged()).isEqualTo(20);
        assertThat(silent.failures()).isEqualTo(20 * 2 * 3);
        assertThat(silent.value()).isNaN();
        Stub slow = new Stub(request ->
                request.sampling().seed() == 0 ? "no letters" : model.reply().apply(request));
        JudgeReport second = compare("alpaca-eval-weighted", slow, 1);
        assertThat(second.value()).isEqualTo(report.value());
        assertThat(second.failures()).isEqualTo(40);
        assertThat(second.unjudged()).isZero();
    }

    @Test
    void rankingsAreReadBareOrAsArguments() {
        assertThat(PublishedVerdicts.ranking("[{\"model\": \"B\", \"rank\": 1}, {\"model\": \"A\", \"rank\": 2}]"))
                .hasValue(Preference.SECOND);
        assertThat(PublishedVerdicts.ranking("{'ordered': [{'model': 'A', 'rank': '1'}, {'model': 'B', 'rank': '2'}]}"))
                .hasValue(Preference.FIRST);
        assertThat(PublishedVerdicts.ranking("[{\"model\": \"B\", \"rank\": 1}]"))
                .isEmpty();
        assertThat(PublishedVerdicts.ranking("[{\"model\": \"B\", \"rank\": 1}, {\"model\": \"A\", \"rank\": 1}]"))
                .isEmpty();
    }

    @Test
    void bothTurnsOfMtBenchAreRatedWithTheirReferences() {
        JudgedAnswer first =
                new JudgedAnswer("101", "Q one", "A one", Optional.empty(), Optional.of("Q two"), Optional.of("A two"));
        JudgedAnswer second =
                new JudgedAnswer("81", "Q one", "A one", Optional.empty(), Optional.of("Q two"), Optional.of("A two"));
        Stub model = new Stub(request -> prompt(request).contains("A two") ? "[[4]]" : "[[8]]");
        JudgeReport report =
                rate(model, "mt-bench", 1, List.of(first, second), Map.of("101", List.of("right one", "right two")));
        assertThat(report.value()).isEqualTo(6);
        assertThat(report.policies()).containsOnlyKeys("mean-rating", "turn-1", "turn-2");
        assertThat(report.policies().get("turn-2").value()).isEqualTo(4);
        assertThat(model.asked())
                .extracting(JudgeRunTest::prompt)
                .filteredOn(prompt -> prompt.contains("right one"))
                .hasSize(2)
                .anyMatch(prompt -> prompt.contains("right two") && prompt.contains("A one"));
    }

    @Test
    void mtBenchWithoutReferencesIsNamedSo() {
        List<JudgedAnswer> answers = List.of(twoTurns("101", "x"), twoTurns("130", "x"), twoTurns("81", "x"));
        Stub model = new Stub(request -> "[[8]]");
        JudgeReport report = rate(model, "mt-bench", 1, answers, Map.of("101", List.of("right", "right")));
        assertThat(report.judge())
                .endsWith(
                        "NOT as published: 1 of 2 questions of mathematics, reasoning and coding without a reference");
        Map<String, JudgedAnswer> others = Map.of("130", twoTurns("130", "y"));
        assertThat(run(model, "mt-bench-pair", 1)
                        .judge(List.of(twoTurns("130", "x")), others, Map.of())
                        .judge())
                .contains("NOT as published: 1 of 1");
        assertThat(rate(model, "mt-bench", 1, List.of(twoTurns("81", "x")), Map.of())
                        .judge())
                .doesNotContain("NOT");
    }

    @Test
    void everyRowKeepsRepliesAndCauses() {
        Stub model = new Stub(request -> request.turns().size() == 1 ? "Rating: [[70/100]]" : "Rating: [[7]]");
        JudgeReport report =
                rate(model, "auto-j", 1, List.copyOf(answers("x", 1).values()), Map.of());
        assertThat(report.value()).isEqualTo(7);
        assertThat(report.causes()).containsExactly(Map.entry("rating on another scale", 1L));
        assertThat(report.rows().get(0))
                .containsEntry("judgment", "Rating: [[7]]")
                .containsEntry("causes", List.of("rating on another scale: [[70/100]]"));
        Map<String, Object> row =
                compare("pairwise", new Stub(JudgeRunTest::fairly), 1).rows().get(0);
        assertThat(row)
                .containsEntry("forwardReplies", List.of("[[A]]"))
                .containsEntry("backwardReplies", List.of("[[B]]"));
    }

    @Test
    void bothTurnsOfMtBenchAreComparedInBothOrdersWithTheirReferences() {
        Map<String, JudgedAnswer> good = Map.of("101", twoTurns("101", "good"), "81", twoTurns("81", "good"));
        Map<String, JudgedAnswer> bad = Map.of("101", twoTurns("101", "bad"), "81", twoTurns("81", "bad"));
        // the better answer wins the first turn; in the second the judge takes whatever stands first
        Stub model = new Stub(request -> prompt(request).contains("Q two") ? "[[A]]" : fairly(request));
        JudgeReport report = run(model, "mt-bench-pair", 1)
                .judge(List.copyOf(good.values()), bad, Map.of("101", List.of("right one", "right two")));
        assertThat(report.judge()).startsWith("mt-bench-pair");
        assertThat(report.policies()).containsOnlyKeys("win-rate", "turn-1", "turn-2");
        assertThat(report.policies().get("turn-1").value()).isEqualTo(100);
        assertThat(report.policies().get("turn-2").value()).isEqualTo(50);
        assertThat(report.value()).isEqualTo(75);
        assertThat(report.n()).isEqualTo(4);
        // two conversations were won, whatever their turns: the sign test counts each once
        assertThat(report.pairs().pValue()).isEqualTo(0.5);
        // both conversations gave the same, so that nothing tells how much others vary: Wilson's limits of 3/4 of two
        assertThat(report.low()).isCloseTo(19.7867, within(1e-3));
        assertThat(model.asked()).hasSize(8);
        assertThat(model.asked())
                .extracting(JudgeRunTest::prompt)
                .filteredOn(prompt -> prompt.contains("right two"))
                .hasSize(2)
                .allMatch(prompt -> prompt.contains("right one") && prompt.contains("Q one"))
                .anyMatch(prompt -> inOrder(prompt, "good one", "bad one", "good two", "bad two"))
                .anyMatch(prompt -> inOrder(prompt, "bad one", "good one", "bad two", "good two"));
        assertThat(report.rows())
                .extracting(row -> row.get("id") + "/" + row.get("turn") + " " + row.get("verdict"))
                .containsExactlyInAnyOrder("101/1 first", "101/2 tie", "81/1 first", "81/2 tie");
    }

    private static JudgedAnswer twoTurns(String id, String text) {
        return new JudgedAnswer(
                id, "Q one", text + " one", Optional.empty(), Optional.of("Q two"), Optional.of(text + " two"));
    }

    private static boolean inOrder(String prompt, String... parts) {
        int at = -1;
        for (String part : parts) {
            int next = prompt.indexOf(part);
            if (next <= at) {
                return false;
            }
            at = next;
        }
        return true;
    }

    @Test
    void severalRatingsAreAveraged() {
        Stub model = new Stub(request -> "[[" + (5 + request.sampling().seed() % 2) + "]]");
        JudgeReport report =
                rate(model, "auto-j", 2, List.copyOf(answers("x", 3).values()), Map.of());
        assertThat(report.value()).isEqualTo(5.5);
        assertThat(report.judge()).contains("mean of 2");
    }

    @Test
    void recordingGivesTheSameReportWithoutTheModel() {
        Path file = folder.resolve("calls.jsonl");
        JudgeReport live;
        try (ChatModel recording = RecordedChatModel.recording(new Stub(JudgeRunTest::fairly), file)) {
            live = compare("alpaca-eval", recording, 1);
        }
        assertThat(compare("alpaca-eval", RecordedChatModel.replay(file), 1)).isEqualTo(live);
    }

    @Test
    void costIsToldBeforeItIsSpent() {
        for (String protocol : JudgeProtocols.COMPARING) {
            JudgeCost cost = new JudgeCost();
            compare(protocol, cost, 1);
            assertThat(cost.requests()).as(protocol).isEqualTo(40);
            assertThat(cost.most().promptTokens()).isPositive();
        }
        for (String protocol : JudgeProtocols.RATING) {
            JudgeCost cost = new JudgeCost();
            rate(cost, protocol, 2, List.copyOf(answers("x", 3).values()), Map.of());
            assertThat(cost.requests()).as(protocol).isEqualTo(6);
        }
    }

    @Test
    void answersWithoutCounterpartAreRefused() {
        Stub model = new Stub(request -> "[[A]]");
        List<JudgedAnswer> three = List.copyOf(answers("good", 3).values());
        assertThatThrownBy(() -> run(model, "pairwise", 1).judge(three, answers("bad", 2), Map.of()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("answer q2: no answer of that id on the other side");
        JudgedAnswer bare = new JudgedAnswer("1", "?", "a", Optional.empty(), Optional.empty(), Optional.empty());
        assertThatThrownBy(() -> rate(model, "factuality", 1, List.of(bare), Map.of()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("answer 1: no \"reference\"");
        assertThat(model.asked()).isEmpty();
    }

    @Test
    void answersAreReadFromPredictionsAndFromModelOutputs() throws IOException {
        Path ours = Files.writeString(folder.resolve("p.jsonl"), """
            {"id":"81","prompt":"One?","output":"1","reference":"1","laterTurns":[{"prompt":"Two?","output":"2"}]}
            """);
        JudgedAnswer answer = JudgedAnswer.read(ours).get("81");
        assertThat(answer.secondAnswer()).hasValue("2");
        assertThat(answer.reference()).hasValue("1");
        Path theirs = Files.writeString(
                folder.resolve("m.json"), "[{\"instruction\":\"Go\",\"output\":\"gone\",\"generator\":\"x\"}]");
        assertThat(JudgedAnswer.read(theirs).get("0").answer()).isEqualTo("gone");
        Path twice = Files.writeString(folder.resolve("t.jsonl"), """
            {"id":"1","question":"?","output":"a"}
            {"id":"1","question":"?","output":"b"}
            """);
        assertThatThrownBy(() -> JudgedAnswer.read(twice))
                .hasMessageContaining("t.jsonl:2: row 1 has the id 1 already");
        Path empty = Files.writeString(folder.resolve("e.jsonl"), "");
        assertThatThrownBy(() -> JudgedAnswer.read(empty)).hasMessageContaining("e.jsonl: no rows");
        assertThatThrownBy(() -> JudgedAnswer.references(ours)).hasMessageContaining("no \"question_id\"");
    }
}
