package org.reformatted.eval.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ScoreJudgeTest {
    @Test
    void judgeThatTalksNonsenseATenthOfTheTimeChangesNoScoreAndIsCounted() {
        Function<String, String> sound = prompt -> "Fine. [[" + (1 + Math.floorMod(prompt.hashCode(), 9)) + "]]";
        ScoreJudge clear = new ScoreJudge(new ReplyingModel(sound), JudgeProtocols.bundled("mt-bench"), 3);
        int[] calls = new int[1];
        ReplyingModel muddled =
                new ReplyingModel((prompt, seed) -> calls[0]++ % 10 == 3 ? "blah [[banana]]" : sound.apply(prompt));
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
    void severalRatingsAreAveragedWithoutThoseThatFailed() {
        int[] calls = new int[1];
        List<String> replies = List.of("[[9]]", "nothing", "[[6]]");
        ScoreJudge judge = new ScoreJudge(
                new ReplyingModel(prompt -> replies.get(calls[0]++)), JudgeProtocols.bundled("mt-bench"), 1, 3);
        Rating rating = judge.rate("q", "a", Optional.empty());
        assertThat(rating.value()).hasValue(7.5);
        assertThat(rating.values()).containsExactly(9.0, 6.0);
        assertThat(rating.failures()).isEqualTo(1);
        assertThat(judge.name()).endsWith(", mean of 3 by stub");
    }

    @Test
    void ratingsOffTheScaleAreNone() {
        ScoreJudge judge = new ScoreJudge(new ReplyingModel(prompt -> "[[11]]"), JudgeProtocols.bundled("auto-j"), 1);
        assertThat(judge.rate("q", "a", Optional.empty()).value()).isEmpty();
        assertThat(judge.name()).matches("auto-j/2@[0-9a-f]{8} \\(temperature 0.0, 1024 tokens\\) by stub");
    }

    @Test
    void referencesAreShownWhereTheProtocolHasThem() {
        ReplyingModel model = new ReplyingModel(prompt -> prompt.contains("the gold") ? "[[9]]" : "[[1]]");
        ScoreJudge judge = new ScoreJudge(model, JudgeProtocols.bundled("factuality"), 1);
        assertThat(judge.rate("q {answer}", "a", Optional.of("the gold")).value())
                .hasValue(9);
        assertThat(model.asked().get(0).turns().get(0).text()).contains("q {answer}");
        assertThatThrownBy(() -> judge.rate("q", "a", Optional.empty()))
                .hasMessage("protocol (factuality) needs a reference for each question");
    }

    @Test
    void aProtocolOfComparisonsIsRefused() {
        ReplyingModel model = new ReplyingModel(prompt -> "");
        assertThatThrownBy(() -> new ScoreJudge(model, JudgeProtocols.bundled("pairwise"), 1))
                .hasMessage("protocol (pairwise) must request one rating");
        assertThatThrownBy(() -> new ScoreJudge(model, JudgeProtocols.bundled("mt-bench"), 1, 0))
                .hasMessage("samples (0) must be positive");
    }
}
