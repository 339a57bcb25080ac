package org.reformatted.eval.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.eval.task.AnswerRow;
import org.reformatted.realign.base.InputException;

class AnswerScorerTest {
    @TempDir
    Path folder;

    private static AnswerRow row(String id, String output, String reference, String problem) {
        return new AnswerRow(
                "f.jsonl:" + id,
                id,
                true,
                Optional.empty(),
                List.of(output),
                List.of(),
                Optional.ofNullable(reference),
                "",
                problem);
    }

    private static AnswerScorer gsm8k(Map<String, AnswerScorer.Known> known) {
        return AnswerScorer.of("gsm8k", known, Path::of);
    }

    @Test
    void anAnswerIsJudgedByEveryPolicy() {
        AnswerScorer.ScoredAnswer judged = gsm8k(Map.of()).judge(row("1", "It is #### 18", "so #### 18", ""));
        assertThat(judged.faults()).isEmpty();
        assertThat(judged.row().policies().get("strict-match")).isEqualTo(new VerdictRow.PolicyVerdict(true, 1, "18"));
        assertThat(judged.verdicts().keySet()).isEqualTo(judged.row().policies().keySet());
    }

    @Test
    void theTasksDataGivesReferenceAndGroup() {
        AnswerScorer scorer = gsm8k(Map.of("1", new AnswerScorer.Known("2+2?", "#### 4", "sums")));
        AnswerScorer.ScoredAnswer judged = scorer.judge(row("1", "#### 4", null, ""));
        assertThat(judged.verdicts().get("strict-match").score()).isEqualTo(1);
        assertThat(judged.group()).isEqualTo("sums");
        assertThatThrownBy(() -> scorer.judge(row("2", "#### 4", null, "")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("f.jsonl:2: there is no field \"reference\", and the data has no 2");
    }

    @Test
    void theDataIsReadByItsTask() throws IOException {
        Path data = Files.writeString(folder.resolve("d.jsonl"), "{\"question\":\"2+2?\",\"answer\":\"#### 4\"}\n");
        AnswerScorer scorer = AnswerScorer.of("gsm8k", Optional.of(data.toString()), Path::of);
        assertThat(scorer.known().get("0").question()).isEqualTo("2+2?");
    }

    @Test
    void whatIsWrongWithARowIsListedAndCounted() {
        AnswerScorer scorer = gsm8k(Map.of());
        AnswerScorer.ScoredAnswer failed = scorer.judge(row("1", "", "#### 4", "no answer, status 500"));
        assertThat(failed.faults()).containsExactly("f.jsonl:1: no answer, status 500; the row counts as unparsed");
        AnswerScorer.FileScore sum = scorer.sum();
        sum.add("", failed.verdicts(), failed.faults());
        sum.add("", scorer.judge(row("2", "#### 4", "#### 4", "")).verdicts(), List.of());
        ScoreReport report = sum.report();
        assertThat(report.n()).isEqualTo(2);
        assertThat(report.policies().get("strict-match").value()).isEqualTo(50);
        assertThat(report.policies().get("strict-match").unparsed()).isEqualTo(1);
        assertThat(report.faultCount()).isEqualTo(1);
        assertThat(report.version()).isEqualTo(sum.version());
    }

    @Test
    void aReferenceThatCannotBeReadNamesItsRow() {
        assertThatThrownBy(() -> gsm8k(Map.of()).judge(row("3", "#### 4", "four", "")))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("f.jsonl:3: ")
                .hasMessageEndingWith("; fix this row");
    }
}
