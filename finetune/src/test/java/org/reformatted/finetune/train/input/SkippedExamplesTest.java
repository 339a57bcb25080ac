package org.reformatted.finetune.train.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.finetune.Shared;
import org.reformatted.finetune.batch.ChatEncoder;
import org.reformatted.finetune.batch.ChatTemplate;
import org.reformatted.finetune.batch.TokenizedExample;
import org.reformatted.finetune.train.SftSummary;
import org.reformatted.finetune.train.config.TrainingSource;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.data.SkippedRows;
import org.reformatted.realign.text.Tokenizers;

class SkippedExamplesTest {
    @TempDir
    Path folder;

    private Path rows;

    @BeforeEach
    void writeRows() throws IOException {
        rows = Files.writeString(
                folder.resolve("rows.jsonl"),
                "{\"id\": \"ok\", \"conversations\": [{\"from\": \"human\", \"value\": \"q\"}, {\"from\": \"gpt\","
                        + " \"value\": \"a\"}]}\n"
                        + "{\"id\": \"twice\", \"conversations\": [{\"from\": \"human\", \"value\": \"one\"}, {\"from\":"
                        + " \"human\", \"value\": \"two\"}, {\"from\": \"gpt\", \"value\": \"a\"}]}\n"
                        + "{\"id\": \"open\", \"conversations\": [{\"from\": \"human\", \"value\": \"q\"}]}\n");
    }

    @Test
    void aRowThatTheTemplateCannotLayOutIsNamedByFileLineAndId() {
        assertThatThrownBy(() -> read(new SkippedRows(false)))
                .hasMessageContaining(
                        "rows.jsonl:2: row twice: turn 2: a turn of the user; expected one of the assistant")
                .hasMessageContaining("skipInvalid: true");
    }

    @Test
    void suchRowsAreLeftOutAndCountedWhereThatIsWanted() {
        SkippedRows skipped = new SkippedRows(true);
        assertThat(read(skipped)).extracting(TokenizedExample::id).containsExactly("ok");
        assertThat(skipped.count()).isEqualTo(2);
    }

    @Test
    void aSummaryOfAnEarlierVersionHasLeftOutNone() throws IOException {
        String former = "{\"fingerprint\": \"a\", \"steps\": 1, \"examples\": 2, \"unsupervisedExamples\": 0,"
                + " \"truncatedExamples\": 0, \"parameters\": 3, \"trainedParameters\": 3, \"firstLoss\": 1.0,"
                + " \"lastLoss\": 0.5}";
        assertThat(Json.MAPPER.readValue(former, SftSummary.class).skippedRows())
                .isZero();
    }

    private List<TokenizedExample> read(SkippedRows skipped) {
        ChatEncoder encoder = new ChatEncoder(
                (ChatTemplate.BuiltIn) ChatTemplate.named("alpaca"), Tokenizers.load(Shared.stories260K()));
        return new TrainingSource.ExamplesFile(rows, Optional.empty()).examples(Optional.of(encoder), 1000, skipped);
    }
}
