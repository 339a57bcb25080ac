package org.reformatted.eval.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.eval.judge.JudgedAnswer;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.JsonLines;

/** Answers and verdicts that other tools saved. */
class SavedAnswersTest {
    @TempDir
    Path folder;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static List<VerdictRow> verdicts(String task, Path file, Optional<Path> data) {
        List<VerdictRow> rows = new ArrayList<>();
        Scorer.answers(task, file, data, rows::add);
        return rows;
    }

    @Test
    void samplesOfLmEvaluationHarnessAreScoredOnceARowWhateverTheirFilters() throws IOException {
        Path file = file("samples.jsonl", """
            {"doc_id":0,"doc":{"question":"q"},"target":"x #### 18","resps":[["It is #### 18"]],"filtered_resps":["18"],"filter":"strict-match","metrics":["exact_match"],"exact_match":1.0}
            {"doc_id":0,"doc":{"question":"q"},"target":"x #### 18","resps":[["It is #### 18"]],"filtered_resps":["18"],"filter":"flexible-extract","metrics":["exact_match"],"exact_match":1.0}
            {"doc_id":1,"doc":{"question":"q"},"target":"x #### 5","resps":[["It is #### 6"]],"filtered_resps":["6"],"filter":"strict-match","metrics":["exact_match"],"exact_match":0.0}
            """);
        List<VerdictRow> rows = verdicts("gsm8k", file, Optional.empty());
        assertThat(rows).extracting(VerdictRow::id).containsExactly("0", "1");
        assertThat(rows)
                .extracting(row -> row.policies().get("strict-match").correct())
                .containsExactly(true, false);
        assertThat(rows.get(1).policies().get("strict-match").extracted()).isEqualTo("6");
    }

    @Test
    void outputsOfBatchesTakeTheirReferencesFromTheData() throws IOException {
        Path batch = file("batch.jsonl", """
            {"id":"b1","custom_id":"1","response":{"status_code":200,"body":{"choices":[{"message":{"role":"assistant","content":"#### 4"},"finish_reason":"stop"}]}},"error":null}
            {"id":"b0","custom_id":"0","response":{"status_code":200,"body":{"choices":[{"message":{"role":"assistant","content":null},"finish_reason":"content_filter"}]}},"error":null}
            """);
        Path data = file("data.jsonl", """
            {"question":"one and two?","answer":"so #### 3"}
            {"question":"two and two?","answer":"so #### 4"}
            """);
        ScoreReport report = Scorer.answers("gsm8k", batch, Optional.of(data), row -> {});
        assertThat(report.n()).isEqualTo(2);
        assertThat(report.policies().get("strict-match").correct()).isEqualTo(1);
        assertThat(report.faults())
                .singleElement()
                .asString()
                .contains("batch.jsonl:2: no answer, finish_reason content_filter");
        assertThatThrownBy(() -> Scorer.answers("gsm8k", batch, Optional.empty(), row -> {}))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("batch.jsonl:1: there is no field \"reference\"")
                .hasMessageContaining("--data FILE");
    }

    @Test
    void bbhReadsEachRowsTask() throws IOException {
        Path file = file("bbh.jsonl", """
            {"id":"a","task":"navigate","output":"So the answer is No.","reference":"No"}
            {"id":"b","task":"navigate","output":"So the answer is Yes.","reference":"No"}
            {"id":"c","task":"dyck_languages","output":"So the answer is ] ).","reference":"] )"}
            """);
        ScoreReport report = Scorer.answers("bbh", file, Optional.empty(), row -> {});
        assertThat(report.value()).isCloseTo(200.0 / 3, within(1e-9));
        assertThat(report.policies().get("after-the-answer-is, mean of tasks").value())
                .isEqualTo(75);
        assertThat(verdicts("bbh", file, Optional.empty()))
                .extracting(VerdictRow::task)
                .containsExactly("navigate", "navigate", "dyck_languages");
    }

    @Test
    void modelAnswersOfFastChatAreJudgedWithTheirQuestions() throws IOException {
        Path answers = file("vicuna.jsonl", """
            {"question_id":81,"model_id":"v","choices":[{"index":0,"turns":["one","two"]}]}
            """);
        Path questions = file("question.jsonl", """
            {"question_id":81,"category":"writing","turns":["Q1?","Q2?"]}
            """);
        JudgedAnswer answer =
                JudgedAnswer.read(answers, JudgedAnswer.questions(questions)).get("81");
        assertThat(answer.question()).isEqualTo("Q1?");
        assertThat(answer.secondQuestion()).hasValue("Q2?");
        assertThat(answer.secondAnswer()).hasValue("two");
        assertThatThrownBy(() -> JudgedAnswer.read(answers)).hasMessageContaining("--questions FILE");
    }

    @Test
    void filesOfVerdictsArePairedById() throws IOException {
        Path first = folder.resolve("a.jsonl");
        Path predictions = file("p.jsonl", """
            {"id":"1","output":"#### 1","reference":"1"}
            {"id":"2","output":"#### 2","reference":"1"}
            {"id":"3","output":"#### 3","reference":"3"}
            {"id":"only","output":"#### 3","reference":"3"}
            """);
        JsonLines.write(first, verdicts("gsm8k", predictions, Optional.empty()).stream());
        Path second = file("b.jsonl", """
            {"id":"2","policies":{"strict-match":{"correct":true,"extracted":"1"}}}
            {"id":"1","policies":{"strict-match":{"correct":true,"extracted":"1"}}}
            {"id":"3","policies":{"strict-match":{"correct":true,"extracted":"3"}}}
            {"id":"4","policies":{"strict-match":{"correct":true,"extracted":"3"}}}
            """);
        FileComparison compared =
                FileComparison.of(first, second, Optional.empty()).get(0);
        assertThat(compared.test()).isEqualTo("mcnemar");
        assertThat(compared.comparison().n()).isEqualTo(3);
        assertThat(compared.comparison().difference()).isCloseTo(100.0 / 3, within(1e-9));
        assertThat(compared.comparison().onlySecond()).isEqualTo(1);
        assertThat(compared.comparison().pValue()).isEqualTo(1);
        assertThat(compared.onlyInFirst()).containsExactly("only");
        assertThat(compared.onlyInSecond()).containsExactly("4");
        assertThat(compared.discordant()).containsExactly(new FileComparison.Discordant("2", 0, 1, "2", "1"));
        assertThatThrownBy(() -> FileComparison.of(first, second, Optional.of("other")))
                .hasMessageContaining("no policy other in both");
    }

    @Test
    void equalFilesHaveAnIntervalWithWidth() throws IOException {
        Path file = file("same.jsonl", "{\"id\":1,\"correct\":true}\n{\"id\":2,\"correct\":false}\n");
        FileComparison compared =
                FileComparison.of(file, file, Optional.empty()).get(0);
        assertThat(compared.comparison().difference()).isZero();
        assertThat(compared.comparison().low()).isLessThan(-50);
        assertThat(compared.comparison().high()).isGreaterThan(50);
        assertThat(compared.discordant()).isEmpty();
    }

    @Test
    void samplesJudgmentsAndAnnotationsOfOtherToolsAreCompared() throws IOException {
        Path harness = file("s.jsonl", """
            {"doc_id":0,"target":"1","filter":"none","filtered_resps":["1"],"metrics":["acc","acc_norm"],"acc":1.0,"acc_norm":0.0}
            {"doc_id":1,"target":"1","filter":"none","filtered_resps":["2"],"metrics":["acc","acc_norm"],"acc":0.0,"acc_norm":0.0}
            """);
        assertThat(ScoredFile.read(harness).policies()).containsOnlyKeys("acc,none", "acc_norm,none");
        Path judgments = file("j.jsonl", """
            {"question_id":81,"model":"m","judge":["gpt-4","single-v1"],"judgment":"[[8]]","score":8,"turn":1}
            {"question_id":81,"model":"m","judge":["gpt-4","single-v1"],"judgment":"[[6]]","score":6,"turn":2}
            {"question_id":82,"model":"m","judge":["gpt-4","single-v1"],"judgment":"?","score":-1,"turn":1}
            """);
        assertThat(ScoredFile.read(judgments).policies().get("rating")).containsOnlyKeys("81");
        assertThat(ScoredFile.read(judgments).policies().get("rating").get("81").value())
                .isEqualTo(7);
        assertThat(FileComparison.of(judgments, judgments, Optional.empty())
                        .get(0)
                        .test())
                .isEqualTo("sign");
        Path annotations = file("n.json", """
            [{"instruction":"a","preference":1.25},{"instruction":"b","preference":0},{"instruction":"c","preference":null}]
            """);
        assertThat(ScoredFile.read(annotations).policies().get("preference").values())
                .extracting(ScoredFile.Cell::value)
                .containsExactly(0.25, 0.5);
        assertThatThrownBy(() -> ScoredFile.read(file("x.jsonl", "{\"id\":1}")))
                .hasMessageContaining("x.jsonl:1: no value");
    }
}
