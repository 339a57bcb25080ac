package org.reformatted.finetune.train.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.finetune.Shared;
import org.reformatted.finetune.train.Sft;
import org.reformatted.finetune.train.config.SftConfig;
import org.reformatted.finetune.train.config.SftInputs;
import org.reformatted.finetune.train.config.TrainingSource;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.data.Conversation;

class TrainingPreviewTest {
    @TempDir
    Path temporary;

    @Test
    void showsTheFirstExamplesWithWhatIsLearned() {
        List<Conversation> conversations = List.of(
                Conversation.of("a", "Who came?", "Tom."),
                Conversation.of("b", "What is it?", "A ball."),
                Conversation.of("c", "Why?", "So."));
        SftInputs inputs = SftInputs.of(Shared.stories260K(), conversations);
        List<String> shown = TrainingPreview.show(Sft.config("template: openchat"), inputs, 2, false);
        assertThat(shown).hasSize(2);
        assertThat(shown.get(0)).startsWith("a: ").contains(" learned").endsWith("Assistant:[[ Tom.<|end_of_turn|>]]");
        assertThat(shown.get(1)).startsWith("b: ").endsWith("[[ A ball.<|end_of_turn|>]]");
    }

    @Test
    void showsExamplesAsTheyAreCut() {
        SftInputs inputs = SftInputs.of(
                Shared.stories260K(),
                List.of(Conversation.of("a", "Who?", "Tom and his mom came with a big red ball.")));
        List<String> shown = TrainingPreview.show(Sft.config("template: plain", "maxLength: 12"), inputs, 5, false);
        assertThat(shown.get(0)).startsWith("a: 12 tokens, ");
    }

    @Test
    void tokensWithoutATokenizerAreRefused() throws IOException {
        Path rows = temporary.resolve("rows.jsonl");
        Files.writeString(rows, "{\"input_ids\": [1, 5, 6], \"loss_mask\": [0, 1, 1]}\n");
        SftInputs inputs = new SftInputs(
                Optional.empty(), new TrainingSource.ExamplesFile(rows, Optional.empty()), Optional.empty());
        SftConfig config =
                Sft.config("model: {llama: {hiddenSize: 16, intermediateSize: 24, layers: 2, attentionHeads: 2,"
                        + " keyValueHeads: 1, vocabularySize: 40, maxPositions: 32}}");
        assertThatThrownBy(() -> TrainingPreview.show(config, inputs, 1, false))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("there is no tokenizer to decode tokens");
    }
}
