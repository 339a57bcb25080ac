package org.reformatted.realign.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reformatted.realign.llm.FakeChat.answer;
import static org.reformatted.realign.llm.FakeChat.ask;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedChatModelTest {
    @TempDir
    Path folder;

    private final FakeChat fake = new FakeChat();

    @Test
    void aRecordingHasTheSameBytesInWhateverOrderAnswersCame() throws IOException {
        List<Path> files = new ArrayList<>();
        for (List<String> order : List.of(List.of("q1", "q2", "q3"), List.of("q3", "q1", "q2", "q3"))) {
            Path file = Files.writeString(folder.resolve(order.size() + ".jsonl"), "{\"kept\":1}\n");
            try (ChatModel recording = RecordedChatModel.recording(fake.model(request -> answer("yes")), file)) {
                order.forEach(question -> recording.complete(ask(question)));
            }
            files.add(file);
        }
        assertThat(files.get(0)).hasSameBinaryContentAs(files.get(1));
        assertThat(Files.readAllLines(files.get(0))).hasSize(4).startsWith("{\"kept\":1}");
    }

    @Test
    void aRecordingThatWasInterruptedHasTheBytesOfOneThatWasNot() throws IOException {
        Path whole = folder.resolve("whole.jsonl");
        record(whole, List.of("q1", "q2", "q3", "q4"));
        Path resumed = folder.resolve("resumed.jsonl");
        record(resumed, List.of("q4", "q2"));
        List<String> lines = Files.readAllLines(resumed);
        // as a killed process leaves it: in the order of the answers, the last one not finished
        Files.writeString(resumed, lines.get(1) + "\n" + lines.get(0).substring(0, 40));
        record(resumed, List.of("q4", "q2", "q1", "q3"));
        assertThat(resumed).hasSameBinaryContentAs(whole);
    }

    private void record(Path file, List<String> questions) {
        try (ChatModel recording = RecordedChatModel.recording(fake.model(request -> answer("yes")), file)) {
            questions.forEach(question -> recording.complete(ask(question)));
        }
    }

    @Test
    void aRecordingAnswersAsTheModelDidAndNothingElse() {
        Path file = folder.resolve("fake.calls.jsonl");
        try (ChatModel recording = RecordedChatModel.recording(fake.model(request -> answer("yes")), file)) {
            recording.complete(ask("q"));
        }
        RecordedChatModel replay = RecordedChatModel.replay(file);
        assertThat(replay.identity()).isEqualTo("fake");
        assertThat(replay.complete(ask("q"))).isEqualTo(answer("yes"));
        assertThatThrownBy(() -> replay.complete(ask("other")))
                .isInstanceOf(ChatStoppedException.class)
                .hasMessageContaining("this call was not recorded: \"other\"");
    }
}
