package org.reformatted.realign.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reformatted.realign.llm.FakeChat.answer;
import static org.reformatted.realign.llm.FakeChat.ask;
import static org.reformatted.realign.llm.FakeChat.with;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllCandidatesChatModelTest {
    @TempDir
    Path folder;

    private final FakeChat fake = new FakeChat();

    @Test
    void aFailureBetweenCandidatesOfOneRequestCostsNoneOfThem() {
        ChatModel one = fake.model(request -> {
            if (fake.calls.get() == 2) {
                throw new ChatStoppedException("no money");
            }
            return answer("a" + request.sampling().seed() + request.sampling().candidates());
        });
        ChatRequest two = with(new SamplingSettings(0.3, 1, 0, 9, 2, List.of(), 0));
        try (AnswerStore store = AnswerStore.open(folder.resolve("a.sqlite"))) {
            ChatModel all = new AllCandidatesChatModel(new CachingChatModel(one, store));
            assertThatThrownBy(() -> all.complete(two)).hasMessage("no money");
            assertThat(all.complete(two).candidates())
                    .extracting(Completion.Candidate::text)
                    .containsExactly("a02", "a10000031");
            assertThat(fake.calls).hasValue(3);
            List<Completion> round = new ArrayList<>();
            all.completeAll(List.of(two, ask("q")), (completion, i) -> round.add(completion));
            assertThat(round)
                    .extracting(completion -> completion.candidates().size())
                    .containsExactlyInAnyOrder(1, 2);
            assertThat(fake.calls).hasValue(4);
        }
    }
}
