package org.reformatted.eval.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairwiseJudgeTest {
    private static Judgement compare(
            PairwiseJudge judge, JudgeProtocol protocol, String id, String question, String first, String second) {
        return judge.compare(
                id,
                protocol.prompt(1, false),
                Map.of("question", question, "first", first, "second", second),
                Map.of("question", question, "first", second, "second", first));
    }

    private static PairwiseJudge.Share share(
            JudgeProtocol.AnswerOrder order, String question, Function<String, String> reply, int samples) {
        JudgeProtocol protocol = ToyProtocol.of(order, JudgeProtocol.Aggregation.PREFERENCE, 0.5);
        return new PairwiseJudge(new ReplyingModel(reply), protocol, 1, samples)
                .share(
                        question,
                        protocol.prompt(1, false),
                        Map.of("question", question, "first", "scored", "second", "other"),
                        Map.of("question", question, "first", "other", "second", "scored"));
    }

    @Test
    void judgeThatPrefersTheFirstPlaceEndsInTiesAndIsShownToBeBiased() {
        JudgeProtocol protocol = JudgeProtocols.bundled("pairwise");
        PairwiseJudge judge = new PairwiseJudge(new ReplyingModel(prompt -> "Clearly [[A]]"), protocol, 2);
        List<Judgement> judgements = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            judgements.add(compare(judge, protocol, "q" + i, "why?", "good " + i, "bad " + i));
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
        JudgeProtocol protocol = JudgeProtocols.bundled("pairwise");
        ReplyingModel model =
                new ReplyingModel(prompt -> prompt.indexOf("good") < prompt.indexOf("bad") ? "[[A]]" : "[[B]]");
        PairwiseJudge judge = new PairwiseJudge(model, protocol, 1);
        List<Judgement> judgements = List.of(
                compare(judge, protocol, "1", "?", "good", "bad"),
                compare(judge, protocol, "2", "?", "bad", "good"),
                compare(judge, protocol, "3", "?", "good", "bad"));
        PairwiseSummary summary = PairwiseSummary.of(judge.name(), judgements);
        assertThat(summary.wins()).isEqualTo(2);
        assertThat(summary.losses()).isEqualTo(1);
        assertThat(summary.consistency()).isEqualTo(1);
        assertThat(summary.firstPlaceShare()).isEqualTo(0.5);
        assertThat(model.asked()).hasSize(6);
    }

    @Test
    void vicunasTwoGradesMakeAPreference() {
        JudgeProtocol protocol = JudgeProtocols.bundled("vicuna-bench");
        ReplyingModel model =
                new ReplyingModel(prompt -> prompt.indexOf("good") < prompt.indexOf("bad") ? "9 8.5\nwhy" : "7 7\nwhy");
        Judgement judgement = compare(new PairwiseJudge(model, protocol, 1), protocol, "1", "?", "good", "bad");
        assertThat(judgement.forward().verdict()).hasValue(Preference.FIRST);
        assertThat(judgement.backward().verdict()).hasValue(Preference.TIE);
        assertThat(judgement.verdict()).hasValue(Preference.TIE);
    }

    /** In order 9 to 8 for the first answer; swapped 8 to 6 for the second one: means 7.5 and 8. */
    @Test
    void meanRatingsAreOverBothOrders() {
        JudgeProtocol protocol =
                ToyProtocol.of(JudgeProtocol.AnswerOrder.BOTH, JudgeProtocol.Aggregation.MEAN_RATINGS, 0);
        ReplyingModel model = new ReplyingModel(prompt -> prompt.equals("q: a | b") ? "9 8" : "8 6");
        Judgement judgement = compare(new PairwiseJudge(model, protocol, 1), protocol, "1", "q", "a", "b");
        assertThat(judgement.forward().verdict()).hasValue(Preference.FIRST);
        assertThat(judgement.verdict()).hasValue(Preference.SECOND);
    }

    /** Orders by Python: {@code random.Random("is_switched_outputs" + question + "0").choices([False, True])}. */
    @ParameterizedTest
    @CsvSource({"why?, 1", "Who?, 1", "q, 0", "Name a fruit., 0"})
    void aDrawnOrderIsAlpacaEvals(String question, double chance) {
        PairwiseJudge.Share share = share(JudgeProtocol.AnswerOrder.DRAWN, question, prompt -> "A", 1);
        assertThat(share.chance()).hasValue(chance);
        assertThat(share.replies()).hasSize(1);
    }

    @Test
    void sharesOfBothOrdersAreAveraged() {
        assertThat(share(JudgeProtocol.AnswerOrder.BOTH, "q", prompt -> "A", 1).chance())
                .hasValue(0.5);
        assertThat(share(JudgeProtocol.AnswerOrder.BASELINE_FIRST, "q", prompt -> "B", 1)
                        .chance())
                .hasValue(1);
        int[] calls = new int[1];
        assertThat(share(JudgeProtocol.AnswerOrder.BASELINE_FIRST, "q", prompt -> calls[0]++ == 0 ? "A" : "B", 4)
                        .chance())
                .hasValue(0.75);
    }

    @Test
    void withoutAVerdictInOneOrderThereIsNone() {
        PairwiseJudge.Share share = share(
                JudgeProtocol.AnswerOrder.BOTH, "q", prompt -> prompt.equals("q: scored | other") ? "A" : "hm", 1);
        assertThat(share.chance()).isEmpty();
        assertThat(share.replies()).containsExactly("A", "hm");
        assertThat(share.causes()).containsExactly(VerdictReading.NO_VERDICT);
    }

    @Test
    void aProtocolOfRatingsIsRefused() {
        assertThatThrownBy(
                        () -> new PairwiseJudge(new ReplyingModel(prompt -> ""), JudgeProtocols.bundled("mt-bench"), 1))
                .hasMessage("protocol (mt-bench) must request a comparison");
        assertThatThrownBy(() ->
                        new PairwiseJudge(new ReplyingModel(prompt -> ""), JudgeProtocols.bundled("pairwise"), 1, 0))
                .hasMessage("samples (0) must be positive");
    }
}
