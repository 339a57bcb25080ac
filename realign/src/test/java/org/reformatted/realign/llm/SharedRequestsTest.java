package org.reformatted.realign.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two models with a store each on one file, as steps that run side by side have. */
class SharedRequestsTest {
    private static final Usage USAGE = new Usage(10, 5);

    private static final Completion ANSWER =
            new Completion(List.of(new Completion.Candidate("answer", FinishReason.STOP)), USAGE, "m-1");

    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger sent = new AtomicInteger();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private static ChatRequest ask(String text) {
        return ChatRequest.of(text, SamplingSettings.greedy(5));
    }

    private ChatModel model(Function<ChatRequest, Completion> answer) {
        return new ChatModel() {
            @Override
            public String identity() {
                return "m";
            }

            @Override
            public Completion complete(ChatRequest request) {
                sent.incrementAndGet();
                return answer.apply(request);
            }
        };
    }

    @Test
    void anEqualRequestOfTwoModelsIsSentOnceAndCountsForBoth() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        ChatModel slow = model(request -> {
            asked.countDown();
            await(go);
            return ANSWER;
        });
        try (AnswerStore one = AnswerStore.open(folder.resolve("a.sqlite"));
                AnswerStore two = AnswerStore.open(folder.resolve("a.sqlite"))) {
            Future<Completion> first = threads.submit(() -> new CachingChatModel(slow, one).complete(ask("q")));
            asked.await();
            Map<Integer, Completion> answers = new TreeMap<>();
            Future<?> second = threads.submit(() -> new CachingChatModel(slow, two)
                    .completeAll(List.of(ask("q"), ask("q")), (completion, i) -> answers.put(i, completion)));
            Thread.sleep(100);
            go.countDown();
            second.get();
            assertThat(answers).containsOnlyKeys(0, 1).containsEntry(1, first.get());
            assertThat(sent).hasValue(1);
            assertThat(one.used().get("m").usage()).isEqualTo(USAGE);
            assertThat(two.used().get("m").usage()).isEqualTo(USAGE);
            assertThat(two.used().get("m").answers()).isEqualTo(1);
        }
    }

    /** One step's budget must not stop another's. */
    @Test
    void aRequestThatFailedForAnotherModelIsSentByTheOneThatWaited() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        ChatModel stopped = model(request -> {
            asked.countDown();
            await(go);
            throw new ChatStoppedException("the budget is used up");
        });
        ChatModel works = model(request -> ANSWER);
        try (AnswerStore one = AnswerStore.open(folder.resolve("a.sqlite"));
                AnswerStore two = AnswerStore.open(folder.resolve("a.sqlite"))) {
            Future<Completion> first = threads.submit(() -> new CachingChatModel(stopped, one).complete(ask("q")));
            asked.await();
            List<Future<?>> waiting = new ArrayList<>();
            Map<Integer, Completion> answers = new TreeMap<>();
            CachingChatModel second = new CachingChatModel(works, two);
            waiting.add(threads.submit(() -> second.complete(ask("q"))));
            waiting.add(threads.submit(() -> second.completeAll(
                    List.of(ask("other"), ask("q")), (completion, i) -> answers.put(i, completion))));
            Thread.sleep(100);
            go.countDown();
            for (Future<?> each : waiting) {
                each.get();
            }
            assertThatThrownBy(first::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(ChatStoppedException.class);
            assertThat(answers).containsOnlyKeys(0, 1);
            assertThat(sent.get()).as("the one that failed, other and q").isEqualTo(3);
        }
    }

    @Test
    void ratesAndRequestsAtOnceAreThoseOfAllThatHaveTheFileOpen() {
        Path file = folder.resolve("a.sqlite");
        try (AnswerStore one = AnswerStore.open(file);
                AnswerStore two = AnswerStore.open(file)) {
            RequestThreads threads = one.shared().threads("service", 2);
            assertThat(two.shared().threads("service", 2)).isSameAs(threads);
            assertThat(two.shared().threads("other", 2)).isNotSameAs(threads);
            assertThat(one.shared().pace("service", 60, 1000, () -> 0))
                    .isSameAs(two.shared().pace("service", 60, 1000, () -> 0));
        }
        try (AnswerStore later = AnswerStore.open(file)) {
            assertThat(later.shared().threads("service", 2).atOnce()).isEqualTo(2);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
