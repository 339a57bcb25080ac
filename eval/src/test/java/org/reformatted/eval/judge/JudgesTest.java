package org.reformatted.eval.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
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
    private static final List<JudgeProtocol> PROTOCOLS = List.of(
            JudgeProtocol.mtBench(),
            JudgeProtocol.mtBenchWithReference(),
            JudgeProtocol.pairwise(),
            JudgeProtocol.readability(),
            JudgeProtocol.vicunaBench(),
            JudgeProtocol.alpacaEval(),
            JudgeProtocol.autoJ(),
            JudgeProtocol.factuality());

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

    @Test
    void judgeThatPrefersTheFirstPlaceEndsInTiesAndIsShownToBeBiased() {
        PairwiseJudge judge = new PairwiseJudge(new Stub(prompt -> "Clearly [[A]]"), JudgeProtocol.pairwise(), 2);
        List<Judgement> judgements = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            judgements.add(judge.compare("q" + i, "why?", "good " + i, "bad " + i));
        }
        PairwiseSummary summary = PairwiseSummary.of(judge.name(), judgements);
        assertThat(summary.ties()).isEqualTo(10);
        assertThat(summary.winRate().value()).isEqualTo(50);
        assertThat(summary.consistency()).isZero();
        assertThat(summary.firstPlaceShare()).isEqualTo(1);
        assertThat(summary.pValue()).isEqualTo(1);
        assertThat(summary.judge()).isEqualTo("pairwise/2 (temperature 0.0, 2048 tokens) by stub");
    }

    @Test
    void fairJudgeIsConsistentWhateverTheOrder() {
        Stub model = new Stub(prompt -> prompt.indexOf("good") < prompt.indexOf("bad") ? "[[A]]" : "[[B]]");
        PairwiseJudge judge = new PairwiseJudge(model, JudgeProtocol.pairwise(), 1);
        List<Judgement> judgements = List.of(
                judge.compare("1", "?", "good", "bad"),
                judge.compare("2", "?", "bad", "good"),
                judge.compare("3", "?", "good", "bad"));
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
        ScoreJudge clear = new ScoreJudge(new Stub(sound), JudgeProtocol.mtBench(), 3);
        int[] calls = new int[1];
        Stub muddled = new Stub(
                (prompt, seed) -> calls[0]++ % 10 == 3 ? "blah [[banana]]" : sound.apply(prompt), new ArrayList<>());
        ScoreJudge nonsense = new ScoreJudge(muddled, JudgeProtocol.mtBench(), 3);
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
        Rating rating = new ScoreJudge(silent, JudgeProtocol.mtBench(), 3).rate("q", "a", Optional.empty());
        assertThat(rating.value()).isEmpty();
        assertThat(rating.failures()).isEqualTo(3);
        assertThat(silent.asked()).extracting(request -> request.turns().size()).containsExactly(1, 3, 5);
        assertThat(silent.asked().get(1).turns().get(1).text()).isEqualTo("I would rather not say.");
        assertThat(silent.asked().get(1).turns().get(2).text()).endsWith("in exactly this form: Rating: [[6]]");
        Judgement none = new PairwiseJudge(silent, JudgeProtocol.pairwise(), 2).compare("1", "q", "a", "b");
        assertThat(none.verdict()).isEmpty();
        PairwiseSummary summary = PairwiseSummary.of("j", List.of(none));
        assertThat(summary.unjudged()).isEqualTo(1);
        assertThat(summary.failures()).isEqualTo(4);
        assertThat(summary.winRate().value()).isNaN();
        assertThat(summary.winRate().n()).isZero();
    }

    @Test
    void ratingsOffTheScaleAreNone() {
        ScoreJudge judge = new ScoreJudge(new Stub(prompt -> "[[11]]"), JudgeProtocol.autoJ(), 1);
        assertThat(judge.rate("q", "a", Optional.empty()).value()).isEmpty();
        assertThat(judge.name()).isEqualTo("auto-j/2 (temperature 0.0, 1024 tokens) by stub");
    }

    @Test
    void referencesAreShownWhereTheProtocolHasThem() {
        Stub model = new Stub(prompt -> prompt.contains("the gold") ? "[[9]]" : "[[1]]");
        ScoreJudge judge = new ScoreJudge(model, JudgeProtocol.factuality(), 1);
        assertThat(judge.rate("q {answer}", "a", Optional.of("the gold")).value())
                .hasValue(9);
        assertThat(model.asked().get(0).turns().get(0).text()).contains("q {answer}");
        assertThatThrownBy(() -> judge.rate("q", "a", Optional.empty()))
                .hasMessage("protocol (factuality) needs a reference for each question");
        assertThatThrownBy(() -> new ScoreJudge(model, JudgeProtocol.pairwise(), 1))
                .hasMessage("protocol (pairwise) must ask for one rating");
        assertThatThrownBy(() -> new PairwiseJudge(model, JudgeProtocol.mtBench(), 1))
                .hasMessage("protocol (mt-bench) must ask for a comparison");
        assertThatThrownBy(() -> new ScoreJudge(model, JudgeProtocol.mtBench(), 0))
                .hasMessage("attempts (0) must be positive");
    }

    @Test
    void vicunasTwoGradesMakeAPreference() {
        Stub model = new Stub(prompt -> prompt.indexOf("good") < prompt.indexOf("bad") ? "9 8.5\nwhy" : "7 7\nwhy");
        Judgement judgement = new PairwiseJudge(model, JudgeProtocol.vicunaBench(), 1).compare("1", "?", "good", "bad");
        assertThat(judgement.forward().verdict()).hasValue(Preference.FIRST);
        assertThat(judgement.backward().verdict()).hasValue(Preference.TIE);
        assertThat(judgement.verdict()).hasValue(Preference.TIE);
    }

    @Test
    void verdictsAreFoundWhereTheProtocolsSay() {
        assertThat(Verdicts.firstRating("[[7.5]] then [[3]]")).hasValue(7.5);
        assertThat(Verdicts.firstRating("[4] then [[3]]")).hasValue(3);
        assertThat(Verdicts.firstRating("[4] of 10")).hasValue(4);
        assertThat(Verdicts.firstRating("4 of 10")).isEqualTo(OptionalDouble.empty());
        assertThat(Verdicts.lastRating("[[7]] then Rating: [[3]]")).hasValue(3);
        assertThat(Verdicts.lastRating("[7]")).isEmpty();
        assertThat(Preference.FIRST.swapped()).isEqualTo(Preference.SECOND);
        assertThat(Preference.TIE.swapped()).isEqualTo(Preference.TIE);
    }

    @Test
    void everyProtocolHasItsSlots() {
        for (JudgeProtocol protocol : PROTOCOLS) {
            assertThat(protocol.template().slots()).as(protocol.name()).contains("question");
            assertThat(protocol.sampling().temperature()).isZero();
        }
    }

    /** Auto-J's own training targets (960), whose scores are published beside them. */
    @Test
    void readsAutoJsRatingsAsPublished() {
        try (Stream<JsonLines.Row> rows = JsonLines.read(SharedData.path("autoj/single_traindata.jsonl"))) {
            long read = rows.filter(row -> row.node().has("pred_score"))
                    .peek(row -> assertThat(Verdicts.lastRating(
                                    row.node().get("target_output").asText()))
                            .as(row.place())
                            .hasValue(row.node().get("pred_score").asDouble()))
                    .count();
            assertThat(read).isEqualTo(960);
        }
    }
}
