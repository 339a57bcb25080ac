package org.reformatted.realign.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reformatted.realign.llm.FakeChat.ask;
import static org.reformatted.realign.llm.FakeChat.with;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnswerStoreTest {
    @TempDir
    Path folder;

    @Test
    void anotherModelOrAnyOtherParameterIsAnotherQuestion() {
        ChatRequest base = ask("x");
        SamplingSettings s = base.sampling();
        List<ChatRequest> others = List.of(
                ask("y"),
                new ChatRequest(base.turns(), s, 1),
                with(new SamplingSettings(0.1, s.topP(), 0, 9, 1, List.of(), 0)),
                with(new SamplingSettings(0, 0.5, 0, 9, 1, List.of(), 0)),
                with(new SamplingSettings(0, 1, 4, 9, 1, List.of(), 0)),
                with(new SamplingSettings(0, 1, 0, 8, 1, List.of(), 0)),
                with(new SamplingSettings(0, 1, 0, 9, 2, List.of(), 0)),
                with(new SamplingSettings(0, 1, 0, 9, 1, List.of("."), 0)),
                with(new SamplingSettings(0, 1, 0, 9, 1, List.of(), 1)));
        List<String> keys = new ArrayList<>();
        others.forEach(other -> keys.add(AnswerStore.key("m", other)));
        keys.add(AnswerStore.key("m", base));
        keys.add(AnswerStore.key("n", base));
        assertThat(keys).doesNotHaveDuplicates();
        assertThat(AnswerStore.key("m", ask("x"))).isEqualTo(AnswerStore.key("m", base));
    }

    @Test
    void aFileThatIsNoStoreIsRefused() throws IOException {
        Path file = Files.writeString(
                folder.resolve("a.sqlite"), "this is no database at all, but longer than a header".repeat(20));
        assertThatThrownBy(() -> AnswerStore.open(file)).hasMessageContaining("not a usable store of answers");
    }
}
