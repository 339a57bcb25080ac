package org.reformatted.eval.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.eval.SharedData;
import org.reformatted.eval.judge.PublishedVerdicts;
import org.reformatted.eval.metric.Score;
import org.reformatted.eval.readability.Readability;
import org.reformatted.realign.base.JsonLines;

class PublishedScoresTest {
    @TempDir
    Path folder;

    /** AlpacaEval's leaderboard, annotator alpaca_eval_gpt4: alpaca-7b 26.4596, standard error 1.5357, n 805. */
    @Test
    void alpaca7bWinsAsPublishedInVersion1() {
        ScoreReport report = Scorer.alpacaEval(
                SharedData.path("alpaca_eval/annotations_v1_alpaca_eval_gpt4/alpaca-7b.json"),
                Optional.empty(),
                Optional.empty());
        assertThat(report.value()).isCloseTo(26.459627, within(1e-6));
        assertThat(report.standardError()).isCloseTo(1.535711, within(1e-6));
        assertThat(report.n()).isEqualTo(805);
        assertThat(report.low()).isCloseTo(26.459627 - 1.959964 * 1.535711, within(1e-4));
    }

    /**
     * Annotator weighted_alpaca_eval_gpt4_turbo: 2.5915. Length-controlled 5.8755 is published; without the published difficulties and
     * gamed baselines the estimate is another number under another name, and this is how far off it is.
     */
    @Test
    void alpaca7bWinsAsPublishedInVersion2() {
        ScoreReport report = Scorer.alpacaEval(
                SharedData.path("alpaca_eval/annotations_v2_weighted/alpaca-7b.json"),
                Optional.empty(),
                Optional.empty());
        assertThat(report.value()).isCloseTo(2.591451, within(1e-6));
        assertThat(report.policies().keySet()).containsExactly("win-rate", "length-adjusted-estimate");
        assertThat(report.notes()).singleElement().asString().contains("2.8 points too high on average");
        double estimated = report.policies().get("length-adjusted-estimate").value();
        assertThat(estimated).isCloseTo(9.087, within(0.01));
        assertThat(Math.abs(estimated - 5.8755)).isCloseTo(DISTANCE, within(0.01));
        assertThat(report.policies().get("length-adjusted-estimate"))
                .matches(score -> score.low() < estimated && estimated < score.high() && score.standardError() > 0);
    }

    private static final double DISTANCE = 3.212;

    @Test
    void difficultiesComeFromAFileAndTheNameSaysSo() throws IOException {
        Path annotations = annotations("1", "2", "1.5", "0");
        Path difficulties =
                Files.writeString(folder.resolve("d.csv"), ",instruction_difficulty\n0,0.5\n1,-0.5\n2,0.1\n3,0.2\n");
        ScoreReport report = Scorer.alpacaEval(annotations, Optional.of(difficulties), Optional.empty());
        assertThat(report.value()).isEqualTo(50);
        assertThat(report.policies().keySet()).containsExactly("win-rate", "length-controlled-noreg");
        Files.writeString(difficulties, "x\n0,0.5\n");
        assertThatThrownBy(() -> Scorer.alpacaEval(annotations, Optional.of(difficulties), Optional.empty()))
                .hasMessageContaining("no difficulty for instruction 1");
        Files.writeString(difficulties, "x\n0,hard\n");
        assertThatThrownBy(() -> Scorer.alpacaEval(annotations, Optional.of(difficulties), Optional.empty()))
                .hasMessageContaining("d.csv:2: \"0,hard\"; expected index,difficulty");
    }

    @Test
    void gamedBaselinesComeFromAFileAndTheNameSaysSo() throws IOException {
        Path annotations = annotations("1", "2", "1.5", "null");
        Path gamed = Files.writeString(folder.resolve("df_gamed.csv"), """
            preference,index,std_delta_len,instruction_difficulty,not_gamed_baseline,model
            0.9,0,-1.5,0.5,False,wordy
            0.8,1,-0.5,-0.5,False,wordy
            ,2,-0.7,0.1,False,wordy
            0.7,3,-0.7,0.2,False,wordy
            0.1,0,1.5,0.5,False,terse
            """);
        ScoreReport report = Scorer.alpacaEval(annotations, Optional.empty(), Optional.of(gamed));
        assertThat(report.policies().keySet()).containsExactly("win-rate", "length-controlled-v1");
        Score score = report.policies().get("length-controlled-v1");
        assertThat(score.n()).isEqualTo(3);
        assertThat(score.unparsed()).isEqualTo(1);
        assertThat(score.unparsedShare()).isEqualTo(0.25);
        Path difficulties = Files.writeString(folder.resolve("d.csv"), "x,y\n0,0.5\n1,-0.5\n2,0.1\n3,0.2\n");
        assertThat(Scorer.alpacaEval(annotations, Optional.of(difficulties), Optional.of(gamed))
                        .policies()
                        .get("length-controlled-v1"))
                .isEqualTo(score);
        Files.writeString(gamed, "preference,index,std_delta_len\n0.9,0,-1.5\n");
        assertThatThrownBy(() -> Scorer.alpacaEval(annotations, Optional.empty(), Optional.of(gamed)))
                .hasMessageContaining(
                        "df_gamed.csv: row 0: instruction_difficulty (null); expected a number under each of");
        Files.writeString(gamed, "preference,index,std_delta_len,instruction_difficulty\n1.9,0,-1.5,0\n");
        assertThatThrownBy(() -> Scorer.alpacaEval(annotations, Optional.empty(), Optional.of(gamed)))
                .hasMessageContaining("df_gamed.csv: row 0: preference (1.9); expected one in [0, 1]");
        Files.writeString(gamed, "preference,index,std_delta_len,instruction_difficulty\n0.9,0,-1.5,0\n");
        assertThatThrownBy(() -> Scorer.alpacaEval(annotations, Optional.empty(), Optional.of(gamed)))
                .hasMessageContaining("df_gamed.csv: no difficulty for instruction 1");
    }

    /**
     * AlpacaEval's own code, run on 2026-11-25 with scikit-learn 1.9.1 and its tolerance at 1e-10, on the same annotations with every
     * difficulty nothing and no gamed baselines ({@code length_controlled_minimal}): 19.610606.
     */
    @Test
    void alpaca7bIsFittedAsAlpacaEvalFitsItWithNoDifficulties() throws IOException {
        StringBuilder none = new StringBuilder("x,y\n");
        for (int i = 0; i < 805; i++) {
            none.append(i).append(",0\n");
        }
        Score score = Scorer.alpacaEval(
                        SharedData.path("alpaca_eval/annotations_v2_weighted/alpaca-7b.json"),
                        Optional.of(Files.writeString(folder.resolve("none.csv"), none)),
                        Optional.empty())
                .policies()
                .get("length-controlled-noreg");
        assertThat(score.value()).isCloseTo(19.610606, within(1e-4));
        assertThat(score.low()).isLessThan(score.value());
        assertThat(score.high()).isGreaterThan(score.value());
    }

    @Test
    void nullAndImpossiblePreferencesAreLeftOutAndCounted() throws IOException {
        ScoreReport report =
                Scorer.alpacaEval(annotations("1", "2", "null", "7", "\"NaN\""), Optional.empty(), Optional.empty());
        assertThat(report.n()).isEqualTo(2);
        assertThat(report.unparsed()).isEqualTo(3);
        assertThat(report.faults()).hasSize(2);
        assertThat(report.faults().get(0)).contains("preference (7) must be 0 or lie in [1, 2]; the row is left out");
    }

    private Path annotations(String... preferences) throws IOException {
        StringBuilder rows = new StringBuilder();
        for (String preference : preferences) {
            rows.append("{\"output_1\":\"abc\",\"output_2\":\"ab\",\"generator_2\":\"m\",\"preference\":" + preference
                    + "}\n");
        }
        return Files.writeString(folder.resolve("a.jsonl"), rows);
    }

    /** 480 judgments of three models by GPT-4: each rating is read from its text as FastChat read it; the mean is 6.5271. */
    @Test
    void everyMtBenchRatingIsReadAsRecorded() {
        Path judgments = SharedData.path("mt_bench/model_judgment/ultrachat3_gpt-4_single.jsonl");
        try (Stream<JsonLines.Row> rows = JsonLines.read(judgments)) {
            rows.forEach(row -> assertThat(PublishedVerdicts.firstRating(
                                    row.node().get("judgment").asText())
                            .orElse(-1))
                    .isEqualTo(row.node().get("score").asDouble()));
        }
        ScoreReport report = Scorer.mtBench(judgments);
        assertThat(report.value()).isCloseTo(6.527083, within(1e-6));
        assertThat(report.n()).isEqualTo(480);
        assertThat(report.unparsed()).isZero();
        assertThat(report.faultCount()).isZero();
        assertThat(report.policies().get("turn-1").n()).isEqualTo(240);
        // by conversation, worked out apart from this code; 0.159867 were the turns independent
        assertThat(report.policies().get("mean-rating").standardError()).isCloseTo(0.199762278, within(1e-9));
        assertThat(report.policies().get("model ultrachat_sai").n()).isEqualTo(160);
    }

    @Test
    void failedJudgmentsAreCountedAndNeverAveraged() throws IOException {
        Path file = Files.writeString(folder.resolve("j.jsonl"), """
            {"judgment":"Good. [[8]]","score":8,"turn":1}
            {"judgment":"No rating here.","score":-1,"turn":2}
            {"score":6}
            {"score":-1}
            {"judgment":"[[99]]","score":99}
            {"judgment":"[[7]]","score":6}
            """);
        ScoreReport report = Scorer.mtBench(file);
        assertThat(report.value()).isEqualTo(7);
        assertThat(report.n()).isEqualTo(3);
        assertThat(report.unparsed()).isEqualTo(3);
        assertThat(report.faults()).hasSize(2);
        assertThat(report.faults().get(1)).contains("score says 6, its judgment 7.0; the judgment counts");
    }

    @Test
    void nullIsNoValueInJudgments() throws IOException {
        Path file = Files.writeString(folder.resolve("n.jsonl"), """
            {"question_id":81,"model":"mine","judgment":null,"score":8,"turn":1}
            {"question_id":81,"model":"mine","judgment":"Rating: [[6]]","score":null,"turn":null}
            {"question_id":null,"model":null,"judgment":"Rating: [[4]]"}
            """);
        ScoreReport report = Scorer.mtBench(file);
        assertThat(report.value()).isEqualTo(6);
        assertThat(report.faults()).isEmpty();
        assertThat(report.policies()).containsOnlyKeys("mean-rating", "turn-1", "model mine");
        Path none = Files.writeString(folder.resolve("none.jsonl"), "{\"judgment\":null,\"score\":null}");
        assertThatThrownBy(() -> Scorer.mtBench(none)).hasMessageContaining("neither \"judgment\" nor \"score\"");
    }

    @Test
    void readabilityIsGivenARowAndOnAverage() throws IOException {
        Path file = Files.writeString(
                folder.resolve("t.jsonl"), "{\"text\":\"The cat sat on the mat.\"}\n{\"text\":\"\"}\n");
        ReadabilityReport report = Scorer.readability(file, Readability.WordLists.BUILT_IN);
        assertThat(report.rows()).hasSize(2);
        assertThat(report.value()).isCloseTo(206.835 - 1.015 * 6 - 84.6, within(1e-9));
        assertThat(report.average()).containsKeys("flesch", "fleschKincaid", "gunningFog", "smog", "ari", "daleChall");
        assertThat(report.average().get("daleChall")).isNaN();
        assertThat(report.n()).isEqualTo(1);
        assertThat(report.withoutWords()).isEqualTo(1);
        assertThat(report.syllables()).isEqualTo("rules");
    }
}
