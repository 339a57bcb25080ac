package org.reformatted.realign.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reformatted.realign.llm.FakeChat.answer;
import static org.reformatted.realign.llm.FakeChat.ask;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CachingChatModelTest {
    @TempDir
    Path folder;

    private final FakeChat fake = new FakeChat();

    @Test
    void equalRequestsOfManyThreadsAreSentOnceAndAllAnswersAreKept() {
        ChatModel slow = fake.model(request -> {
            Sleeper.THREAD.pause(Duration.ofMillis(5));
            return answer(request.turns().get(0).text());
        });
        try (AnswerStore store = AnswerStore.open(folder.resolve("equal.sqlite"))) {
            ChatModel caching = new CachingChatModel(slow, store);
            IntStream.range(0, 16)
                    .mapToObj(thread -> CompletableFuture.runAsync(
                            () -> {
                                List<ChatRequest> round = IntStream.range(0, 40)
                                        .mapToObj(i -> ask("q" + (i + thread) % 50))
                                        .toList();
                                List<String> answers = new ArrayList<>(Collections.nCopies(40, ""));
                                caching.completeAll(round, (done, i) -> answers.set(i, done.text()));
                                for (int i = 0; i < 40; i++) {
                                    String question =
                                            round.get(i).turns().get(0).text();
                                    assertThat(answers.get(i)).isEqualTo(question);
                                    assertThat(caching.complete(round.get(i)).text())
                                            .isEqualTo(question);
                                }
                            },
                            task -> new Thread(task).start()))
                    .toList()
                    .forEach(CompletableFuture::join);
            assertThat(fake.calls).hasValue(50);
            assertThat(store.used().get("fake").answers()).isEqualTo(50);
        }
        try (AnswerStore store = AnswerStore.open(folder.resolve("equal.sqlite"))) {
            IntStream.range(0, 50)
                    .forEach(i -> assertThat(store.get(AnswerStore.key("fake", ask("q" + i))))
                            .isPresent());
        }
    }

    @Test
    void anEqualRequestThatWaitsFailsWithTheOneThatWasSent() throws InterruptedException {
        ChatModel failing = fake.model(request -> {
            Sleeper.THREAD.pause(Duration.ofMillis(300));
            throw new ChatModelException(FailureCause.SERVICE_ERROR, "gone");
        });
        try (AnswerStore store = AnswerStore.open(folder.resolve("failing.sqlite"))) {
            ChatModel caching = new CachingChatModel(failing, store);
            CompletableFuture<Void> first =
                    CompletableFuture.runAsync(() -> caching.complete(ask("q")), task -> new Thread(task).start());
            while (fake.calls.get() == 0) {
                Thread.sleep(1);
            }
            assertThatThrownBy(() -> caching.complete(ask("q"))).hasMessage("gone");
            assertThatThrownBy(first::join).hasMessageContaining("gone");
            assertThat(fake.calls).hasValue(1);
            assertThatThrownBy(() -> caching.complete(ask("q"))).hasMessage("gone");
            assertThat(fake.calls).as("a failure is not kept").hasValue(2);
        }
    }

    @Test
    void asksNothingTwice() {
        ChatModel counting =
                fake.model(request -> answer("a " + request.turns().get(0).text()));
        try (AnswerStore store = AnswerStore.open(folder.resolve("a.sqlite"))) {
            CachingChatModel caching = new CachingChatModel(counting, store);
            List<String> texts = new ArrayList<>();
            caching.completeAll(
                    List.of(ask("x"), ask("y"), ask("x")), (completion, i) -> texts.add(i + completion.text()));
            assertThat(texts).containsExactlyInAnyOrder("0a x", "1a y", "2a x");
            assertThat(caching.complete(ask("y")).text()).isEqualTo("a y");
            assertThat(fake.calls).hasValue(2);
            assertThat(store.used().values()).containsExactly(new AnswerStore.Totals(2, new Usage(2, 2)));
        }
        try (AnswerStore again = AnswerStore.open(folder.resolve("a.sqlite"))) {
            assertThat(new CachingChatModel(counting, again).complete(ask("x"))).isEqualTo(answer("a x"));
            assertThat(fake.calls).hasValue(2);
        }
    }

    @Test
    void failuresAndAnswersWithoutATokenAreNotKeptAndPaidBlanksAre() {
        ChatModel poor = fake.model(request -> {
            if (fake.calls.get() == 1) {
                throw new ChatModelException(FailureCause.REFUSED, "no");
            }
            return fake.calls.get() == 2 ? new Completion(answer("").candidates(), Usage.NONE, "fake-1") : answer(" ");
        });
        try (AnswerStore store = AnswerStore.open(folder.resolve("a.sqlite"))) {
            CachingChatModel caching = new CachingChatModel(poor, store);
            assertThatThrownBy(() -> caching.complete(ask("q"))).hasMessage("no");
            assertThat(caching.complete(ask("q")).text()).isEmpty();
            assertThat(caching.complete(ask("q")).text()).isEqualTo(" ");
            assertThat(caching.complete(ask("q")).text()).isEqualTo(" ");
            assertThat(fake.calls).hasValue(3);
        }
    }

    @Test
    void aKeptAnswerThatIsNotAsItWasWrittenIsAskedAgain() throws Exception {
        Path file = folder.resolve("a.sqlite");
        ChatModel counting = fake.model(request -> answer("right"));
        try (AnswerStore store = AnswerStore.open(file)) {
            new CachingChatModel(counting, store).complete(ask("q"));
        }
        try (java.sql.Connection c = java.sql.DriverManager.getConnection("jdbc:sqlite:" + file);
                java.sql.Statement change = c.createStatement()) {
            change.execute("UPDATE answers SET completion = replace(completion, 'right', 'wrong')");
        }
        try (AnswerStore store = AnswerStore.open(file)) {
            assertThat(new CachingChatModel(counting, store).complete(ask("q")).text())
                    .isEqualTo("right");
            assertThat(fake.calls).hasValue(2);
        }
        try (AnswerStore copy = AnswerStore.open(folder.resolve("copy.sqlite"))) {
            copy.addAll(file);
            assertThat(new CachingChatModel(counting, copy).complete(ask("q")).text())
                    .isEqualTo("right");
            assertThat(fake.calls).hasValue(2);
        }
    }
}
