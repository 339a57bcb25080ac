package org.reformatted.eval.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.reformatted.eval.SharedData;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.llm.ChatModel;
import org.reformatted.realign.llm.ChatRequest;
import org.reformatted.realign.llm.Completion;
import org.reformatted.realign.llm.FinishReason;
import org.reformatted.realign.llm.Usage;

class JudgesTest {
    /** Replies by a function of the prompt and the seed. */
    private record Stub(java.util.function.BiFunction<String, Long, String> reply, List<ChatRequest> asked)
            implements ChatModel {
        Stub(Function<String, String> reply) {
            this((prompt, seed) -> reply.apply(prompt), new ArrayList<>());
        }

        @Override
        public String identity() {
            return "stub";
        }

        @Override
        public Completion complete(ChatRequest request) {
            asked.add(request);
            String text = reply.apply(
                    request.turns().get(0).text(), request.sampling().seed());
            return new Completion(List.of(new Completion.Candidate(text, FinishReason.STOP)), Usage.NONE, "stub");
        }
    }

    private static Judgement compare(
            PairwiseJudge judge, String protocol, String id, String question, String first, String second) {
        return judge.compare(
                id,
                JudgeProtocols.bundled(protocol).prompt(1, false),
                Map.of("question", question, "first", first, "second", second),
                Map.of("question", question, "first", second, "second", first));
    }

    @Test
    void judgeThatPrefersTheFirstPlaceEndsInTiesAndIsShownToBeBiased() {
        PairwiseJudge judge =
                new PairwiseJudge(new Stub(prompt -> "Clearly [[A]]"), JudgeProtocols.bundled("pairwise"), 2);
        List<Judgement> judgements = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            judgements.add(compare(judge, "pairwise", "q" + i, "why?", "good " + i, "bad " + i));
        }
        PairwiseSummary summary = PairwiseSummary.of(judge.name(), judgements);
        assertThat(summary.ties()).isEqualTo(10);
        assertThat(summary.winRate().value()).isEqualTo(50);
        assertThat(summary.consistency()).isZero();
        assertThat(summary.firstPlaceShare()).isEqualTo(1);
        assertThat(summary.pValue()).isEqualTo(1);
        assertThat(summary.judge()).matches("pairwise/2@[0-9a-f]{8} \\(temperature 0.0, 2048 tokens\\) by stub");
    }

    @Test
    void fairJudgeIsConsistentWhateverTheOrder() {
        Stub model = new Stub(prompt -> prompt.indexOf("good") < prompt.indexOf("bad") ? "[[A]]" : "[[B]]");
        PairwiseJudge judge = new PairwiseJudge(model, JudgeProtocols.bundled("pairwise"), 1);
        List<Judgement> judgements = List.of(
                compare(judge, "pairwise", "1", "?", "good", "bad"),
                compare(judge, "pairwise", "2", "?", "bad", "good"),
                compare(judge, "pairwise", "3", "?", "good", "bad"));
        PairwiseSummary summary = PairwiseSummary.of(judge.name(), judgements);
        assertThat(summary.wins()).isEqualTo(2);
        assertThat(summary.losses()).isEqualTo(1);
        assertThat(summary.consistency()).isEqualTo(1);
        assertThat(summary.firstPlaceShare()).isEqualTo(0.5);
        assertThat(model.asked()).hasSize(6);
    }

    @Test
    void judgeThatTalksNonsenseATenthOfTheTimeChangesNoScoreAndIsCounted() {
        Function<String, String> sound = prompt -> "Fine. [[" + (1 + Math.floorMod(prompt.hashCode(), 9)) + "]]";
        ScoreJudge clear = new ScoreJudge(new Stub(sound), JudgeProtocols.bundled("mt-bench"), 3);
        int[] calls = new int[1];
        Stub muddled = new Stub(
                (prompt, seed) -> calls[0]++ % 10 == 3 ? "blah [[banana]]" : sound.apply(prompt), new ArrayList<>());
        ScoreJudge nonsense = new ScoreJudge(muddled, JudgeProtocols.bundled("mt-bench"), 3);
        int failures = 0;
        for (int i = 0; i < 100; i++) {
            Rating rating = nonsense.rate("q" + i, "a", Optional.empty());
            assertThat(rating.value())
                    .isEqualTo(clear.rate("q" + i, "a", Optional.empty()).value());
            failures += rating.failures();
        }
        assertThat(failures).isBetween(10, 12);
        assertThat(muddled.asked()).hasSize(100 + failures);
    }

    @Test
    void askingAgainIsBoundedAndChangesTheRequest() {
        Stub silent = new Stub(prompt -> "I would rather not say.");
        Rating rating = new ScoreJudge(silent, JudgeProtocols.bundled("mt-bench"), 3).rate("q", "a", Optional.empty());
        assertThat(rating.value()).isEmpty();
        assertThat(rating.failures()).isEqualTo(3);
        assertThat(silent.asked()).extracting(request -> request.turns().size()).containsExactly(1, 3, 5);
        assertThat(silent.asked().get(1).turns().get(1).text()).isEqualTo("I would rather not say.");
        assertThat(silent.asked().get(1).turns().get(2).text()).endsWith("in exactly this form: Rating: [[6]]");
        Judgement none = compare(
                new PairwiseJudge(silent, JudgeProtocols.bundled("pairwise"), 2), "pairwise", "1", "q", "a", "b");
        assertThat(none.verdict()).isEmpty();
        PairwiseSummary summary = PairwiseSummary.of("j", List.of(none));
        assertThat(summary.unjudged()).isEqualTo(1);
        assertThat(summary.failures()).isEqualTo(4);
        assertThat(summary.winRate().value()).isNaN();
        assertThat(summary.winRate().n()).isZero();
    }

    @Test
    void ratingsOffTheScaleAreNone() {
        ScoreJudge judge = new ScoreJudge(new Stub(prompt -> "[[11]]"), JudgeProtocols.bundled("auto-j"), 1);
        assertThat(judge.rate("q", "a", Optional.empty()).value()).isEmpty();
        assertThat(judge.name()).matches("auto-j/2@[0-9a-f]{8} \\(temperature 0.0, 1024 tokens\\) by stub");
    }

    @Test
    void referencesAreShownWhereTheProtocolHasThem() {
        Stub model = new Stub(prompt -> prompt.contains("the gold") ? "[[9]]" : "[[1]]");
        ScoreJudge judge = new ScoreJudge(model, JudgeProtocols.bundled("factuality"), 1);
        assertThat(judge.rate("q {answer}", "a", Optional.of("the gold")).value())
                .hasValue(9);
        assertThat(model.asked().get(0).turns().get(0).text()).contains("q {answer}");
        assertThatThrownBy(() -> judge.rate("q", "a", Optional.empty()))
                .hasMessage("protocol (factuality) needs a reference for each question");
        assertThatThrownBy(() -> new ScoreJudge(model, JudgeProtocols.bundled("pairwise"), 1))
                .hasMessage("protocol (pairwise) must ask for one rating");
        assertThatThrownBy(() -> new PairwiseJudge(model, JudgeProtocols.bundled("mt-bench"), 1))
                .hasMessage("protocol (mt-bench) must ask for a comparison");
        assertThatThrownBy(() -> new ScoreJudge(model, JudgeProtocols.bundled("mt-bench"), 0))
                .hasMessage("attempts (0) must be positive");
    }

    @Test
    void vicunasTwoGradesMakeAPreference() {
        Stub model = new Stub(prompt -> prompt.indexOf("good") < prompt.indexOf("bad") ? "9 8.5\nwhy" : "7 7\nwhy");
        Judgement judgement = compare(
                new PairwiseJudge(model, JudgeProtocols.bundled("vicuna-bench"), 1),
                "vicuna-bench",
                "1",
                "?",
                "good",
                "bad");
        assertThat(judgement.forward().verdict()).hasValue(Preference.FIRST);
        assertThat(judgement.backward().verdict()).hasValue(Preference.TIE);
        assertThat(judgement.verdict()).hasValue(Preference.TIE);
    }

    @Test
    void verdictsAreFoundWhereTheProtocolsSay() {
        assertThat(PublishedVerdicts.firstRating("[[7.5]] then [[3]]")).hasValue(7.5);
        assertThat(PublishedVerdicts.firstRating("[4] then [[3]]")).hasValue(3);
        assertThat(PublishedVerdicts.firstRating("[4] of 10")).hasValue(4);
        assertThat(PublishedVerdicts.firstRating("4 of 10")).isEqualTo(OptionalDouble.empty());
        assertThat(PublishedVerdicts.autoJRating("Rating: [[7]] then Rating: [[ 3 ]] [[9]]")
                        .values())
                .containsExactly(3.0);
        assertThat(PublishedVerdicts.autoJRating("[[7]]").values()).isEmpty();
        assertThat(PublishedVerdicts.autoJRating("Rating: [[7").values()).isEmpty();
        assertThat(PublishedVerdicts.autoJRating("Rating: [[seven]]").cause()).isEqualTo("verdict is no number");
        String decision = "So, the final decision is ";
        assertThat(PublishedVerdicts.autoJDecision(decision + "Response 1. No: " + decision + "Response 2.")
                        .values())
                .containsExactly(0.0, 1.0);
        assertThat(PublishedVerdicts.autoJDecision(decision + "Response 1").values())
                .containsExactly(1.0, 0.0);
        assertThat(PublishedVerdicts.autoJDecision(decision + "TIE").values()).containsExactly(0.5, 0.5);
        assertThat(PublishedVerdicts.autoJDecision(decision + "open").values()).isEmpty();
        assertThat(PublishedVerdicts.autoJDecision("Response 1").values()).isEmpty();
        assertThat(Preference.FIRST.swapped()).isEqualTo(Preference.SECOND);
        assertThat(Preference.TIE.swapped()).isEqualTo(Preference.TIE);
    }

    /** Auto-J's own training targets (960), whose scores are published beside them. */
    @Test
    void readsAutoJsRatingsAsPublished() {
        try (Stream<JsonLines.Row> rows = JsonLines.read(SharedData.path("autoj/single_traindata.jsonl"))) {
            long read = rows.filter(row -> row.node().has("pred_score"))
                    .peek(row -> assertThat(PublishedVerdicts.autoJRating(
                                            row.node().get("target_output").asText())
                                    .values())
                            .as(row.place())
                            .containsExactly(row.node().get("pred_score").asDouble()))
                    .count();
            assertThat(read).isEqualTo(960);
        }
    }
}
