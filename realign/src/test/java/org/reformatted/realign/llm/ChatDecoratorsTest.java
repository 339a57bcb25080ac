package org.reformatted.realign.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChatDecoratorsTest {
    @TempDir
    Path folder;

    private final List<Duration> slept = new ArrayList<>();
    private final AtomicInteger calls = new AtomicInteger();

    @Test
    void retriesUntilAnAnswerComes() {
        ChatModel flaky = model(request -> {
            if (calls.get() < 3) {
                throw new TransientChatException(FailureCause.SERVICE_ERROR, "full", Optional.empty());
            }
            return answer("ok");
        });
        assertThat(retrying(flaky, 5).complete(ask("q")).text()).isEqualTo("ok");
        assertThat(slept).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    @Test
    void givesUpAfterTheLastAttempt() {
        ChatModel dead = model(request -> {
            throw new TransientChatException(FailureCause.SERVICE_ERROR, "full", Optional.empty());
        });
        assertThatThrownBy(() -> retrying(dead, 3).complete(ask("q")))
                .isExactlyInstanceOf(ChatModelException.class)
                .hasMessage("fake gave no answer in 3 attempts; the last one: full");
        assertThat(calls).hasValue(3);
    }

    @Test
    void waitsAsLongAsTheServiceAsksButNotForever() {
        ChatModel full = model(request -> {
            throw new TransientChatException(
                    FailureCause.SERVICE_ERROR, "full", Optional.of(Duration.ofSeconds(calls.get() == 1 ? 30 : 3600)));
        });
        assertThatThrownBy(() -> retrying(full, 5).complete(ask("q")))
                .isInstanceOf(ChatStoppedException.class)
                .hasMessageContaining("asks to wait 3600 s");
        assertThat(slept).containsExactly(Duration.ofSeconds(30));
    }

    @Test
    void doesNotRepeatWhatCannotPass() {
        ChatModel refusing = model(request -> {
            throw new ChatModelException(FailureCause.REFUSED, "too long");
        });
        assertThatThrownBy(() -> retrying(refusing, 5).complete(ask("q"))).hasMessage("too long");
        assertThat(calls).hasValue(1);
    }

    @Test
    void delaysDoubleUpToTheLimitAndJitterOnlyShortensThem() {
        RetryPolicy policy = RetryPolicy.of(10);
        Random random = new Random(1);
        for (int failures = 1; failures <= 10; failures++) {
            long whole = Math.min(60_000, 1000L << (failures - 1));
            assertThat(policy.delay(failures, random).toMillis()).isBetween(whole / 2, whole);
        }
    }

    @Test
    void keepsToRequestsAMinute() {
        AtomicLong now = new AtomicLong();
        Sleeper sleeper = duration -> now.addAndGet(duration.toNanos());
        ChatModel limited = new RateLimitedChatModel(model(request -> answer("x")), 60, 1e9, now::get, sleeper);
        IntStream.range(0, 121).forEach(i -> limited.complete(ask("q")));
        assertThat(Duration.ofNanos(now.get())).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void keepsToTokensAMinuteByWhatAnswersTook() {
        AtomicLong now = new AtomicLong();
        Sleeper sleeper = duration -> now.addAndGet(duration.toNanos());
        ChatModel big = model(request -> new Completion(answer("x").candidates(), new Usage(500, 500), "fake"));
        ChatModel limited = new RateLimitedChatModel(big, 1e9, 60_000, now::get, sleeper);
        IntStream.range(0, 61).forEach(i -> limited.complete(ask("q")));
        assertThat(now.get() / 1e9).isBetween(58.0, 61.0);
    }

    @Test
    void equalRequestsOfManyThreadsAreSentOnceAndAllAnswersAreKept() {
        ChatModel slow = model(request -> {
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
            assertThat(calls).hasValue(50);
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
        ChatModel failing = model(request -> {
            Sleeper.THREAD.pause(Duration.ofMillis(300));
            throw new ChatModelException(FailureCause.SERVICE_ERROR, "gone");
        });
        try (AnswerStore store = AnswerStore.open(folder.resolve("failing.sqlite"))) {
            ChatModel caching = new CachingChatModel(failing, store);
            CompletableFuture<Void> first =
                    CompletableFuture.runAsync(() -> caching.complete(ask("q")), task -> new Thread(task).start());
            while (calls.get() == 0) {
                Thread.sleep(1);
            }
            assertThatThrownBy(() -> caching.complete(ask("q"))).hasMessage("gone");
            assertThatThrownBy(first::join).hasMessageContaining("gone");
            assertThat(calls).hasValue(1);
            assertThatThrownBy(() -> caching.complete(ask("q"))).hasMessage("gone");
            assertThat(calls).as("a failure is not kept").hasValue(2);
        }
    }

    @Test
    void afterAStopNothingMoreIsSent() {
        ChatModel stopping = model(request -> {
            throw new ChatStoppedException("no key");
        });
        ChatModel concurrent = new ConcurrentChatModel(stopping, 4);
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> concurrent.complete(ask("q"))).hasMessage("no key");
        }
        assertThat(calls).hasValue(1);
    }

    @Test
    void manyAreUnderWayAtOnceAndNeverMoreThanAllowed() {
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        ChatModel slow = model(request -> {
            most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            Sleeper.THREAD.pause(Duration.ofMillis(20));
            underWay.decrementAndGet();
            return answer(request.turns().get(0).text());
        });
        Map<Integer, String> done = new HashMap<>();
        new ConcurrentChatModel(slow, 4).completeAll(asks(20), (completion, i) -> done.put(i, completion.text()));
        assertThat(most.get()).isBetween(2, 4);
        assertThat(done).hasSize(20);
        done.forEach((i, text) -> assertThat(text).isEqualTo("q" + i));
    }

    @Test
    void oneFailureLeavesTheOthersAnswered() {
        ChatModel some = model(request -> {
            if (request.turns().get(0).text().equals("q3")) {
                throw new ChatModelException(FailureCause.REFUSED, "bad q3");
            }
            return answer("a");
        });
        Map<Integer, String> done = new HashMap<>();
        assertThatThrownBy(() -> new ConcurrentChatModel(some, 2)
                        .completeAll(asks(6), (completion, i) -> done.put(i, completion.text())))
                .isInstanceOfSatisfying(
                        PartialAnswerException.class,
                        e -> assertThat(e.failures()).containsOnlyKeys(3));
        assertThat(done).containsOnlyKeys(0, 1, 2, 4, 5);
    }

    @Test
    void anEndStopsWhatHasNotBegun() {
        ChatModel broke = model(request -> {
            throw new ChatStoppedException("no money");
        });
        assertThatThrownBy(() -> new ConcurrentChatModel(broke, 1).completeAll(asks(50), (completion, i) -> {}))
                .isInstanceOf(ChatStoppedException.class);
        assertThat(calls).hasValue(1);
    }

    @Test
    void asksNothingTwice() {
        ChatModel counting =
                model(request -> answer("a " + request.turns().get(0).text()));
        try (AnswerStore store = AnswerStore.open(folder.resolve("a.sqlite"))) {
            CachingChatModel caching = new CachingChatModel(counting, store);
            List<String> texts = new ArrayList<>();
            caching.completeAll(
                    List.of(ask("x"), ask("y"), ask("x")), (completion, i) -> texts.add(i + completion.text()));
            assertThat(texts).containsExactlyInAnyOrder("0a x", "1a y", "2a x");
            assertThat(caching.complete(ask("y")).text()).isEqualTo("a y");
            assertThat(calls).hasValue(2);
            assertThat(store.used().values()).containsExactly(new AnswerStore.Totals(2, new Usage(2, 2)));
        }
        try (AnswerStore again = AnswerStore.open(folder.resolve("a.sqlite"))) {
            assertThat(new CachingChatModel(counting, again).complete(ask("x"))).isEqualTo(answer("a x"));
            assertThat(calls).hasValue(2);
        }
    }

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
    void failuresAndAnswersWithoutATokenAreNotKeptAndPaidBlanksAre() {
        ChatModel poor = model(request -> {
            if (calls.get() == 1) {
                throw new ChatModelException(FailureCause.REFUSED, "no");
            }
            return calls.get() == 2 ? new Completion(answer("").candidates(), Usage.NONE, "fake-1") : answer(" ");
        });
        try (AnswerStore store = AnswerStore.open(folder.resolve("a.sqlite"))) {
            CachingChatModel caching = new CachingChatModel(poor, store);
            assertThatThrownBy(() -> caching.complete(ask("q"))).hasMessage("no");
            assertThat(caching.complete(ask("q")).text()).isEmpty();
            assertThat(caching.complete(ask("q")).text()).isEqualTo(" ");
            assertThat(caching.complete(ask("q")).text()).isEqualTo(" ");
            assertThat(calls).hasValue(3);
        }
    }

    @Test
    void aKeptAnswerThatIsNotAsItWasWrittenIsAskedAgain() throws Exception {
        Path file = folder.resolve("a.sqlite");
        ChatModel counting = model(request -> answer("right"));
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
            assertThat(calls).hasValue(2);
        }
        try (AnswerStore copy = AnswerStore.open(folder.resolve("copy.sqlite"))) {
            copy.addAll(file);
            assertThat(new CachingChatModel(counting, copy).complete(ask("q")).text())
                    .isEqualTo("right");
            assertThat(calls).hasValue(2);
        }
    }

    @Test
    void aFileThatIsNoStoreIsTold() throws IOException {
        Path file = Files.writeString(
                folder.resolve("a.sqlite"), "this is no database at all, but longer than a header".repeat(20));
        assertThatThrownBy(() -> AnswerStore.open(file)).hasMessageContaining("not a usable store of answers");
    }

    @Test
    void aRecordingHasTheSameBytesInWhateverOrderAnswersCame() throws IOException {
        List<Path> files = new ArrayList<>();
        for (List<String> order : List.of(List.of("q1", "q2", "q3"), List.of("q3", "q1", "q2", "q3"))) {
            Path file = Files.writeString(folder.resolve(order.size() + ".jsonl"), "{\"kept\":1}\n");
            try (ChatModel recording = RecordedChatModel.recording(model(request -> answer("yes")), file)) {
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
        try (ChatModel recording = RecordedChatModel.recording(model(request -> answer("yes")), file)) {
            questions.forEach(question -> recording.complete(ask(question)));
        }
    }

    @Test
    void aRecordingAnswersAsTheModelDidAndNothingElse() {
        Path file = folder.resolve("calls.jsonl");
        try (ChatModel recording = RecordedChatModel.recording(model(request -> answer("yes")), file)) {
            recording.complete(ask("q"));
        }
        RecordedChatModel replay = RecordedChatModel.replay(file);
        assertThat(replay.identity()).isEqualTo("fake");
        assertThat(replay.complete(ask("q"))).isEqualTo(answer("yes"));
        assertThatThrownBy(() -> replay.complete(ask("other")))
                .isInstanceOf(ChatStoppedException.class)
                .hasMessageContaining("this call was not recorded: \"other\"");
    }

    @Test
    void stopsBeforeTheBudgetIsPassed() {
        Price price = new Price(1000, 1000);
        ChatModel full =
                model(request -> new Completion(answer("x").candidates(), MeteredChatModel.most(request), "fake"));
        MeteredChatModel metered = new MeteredChatModel(full, price, 0.4, () -> Usage.NONE);
        assertThatThrownBy(() -> IntStream.range(0, 100).forEach(i -> metered.complete(ask("q"))))
                .isInstanceOf(ChatStoppedException.class)
                .hasMessageContaining("the budget of 0.4000 USD is used up");
        assertThat(metered.cost()).isLessThanOrEqualTo(0.4).isGreaterThan(0.3);
        assertThat(metered.requests()).isEqualTo(calls.get());
    }

    @Test
    void manyThreadsTogetherStopBeforeTheBudgetIsPassedToo() {
        Price price = new Price(1000, 1000);
        ChatModel full = model(request -> {
            Sleeper.THREAD.pause(Duration.ofMillis(5));
            return new Completion(answer("x").candidates(), MeteredChatModel.most(request), "fake");
        });
        MeteredChatModel metered = new MeteredChatModel(full, price, 0.4, () -> new Usage(100, 0));
        assertThatThrownBy(() -> new ConcurrentChatModel(metered, 8).completeAll(asks(100), (completion, i) -> {}))
                .isInstanceOf(ChatStoppedException.class);
        assertThat(metered.cost()).isLessThanOrEqualTo(0.4);
    }

    @Test
    void aFailedRequestCostsNothing() {
        ChatModel dead = model(request -> {
            throw new ChatModelException(FailureCause.REFUSED, "no");
        });
        MeteredChatModel metered = new MeteredChatModel(dead, new Price(1000, 1000), 0.1, () -> Usage.NONE);
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> metered.complete(ask("q"))).hasMessage("no");
        }
        assertThat(metered.cost()).isZero();
    }

    @Test
    void aRequestWithoutAReplyInTimeCountsAtMostInEachAttempt() {
        ChatModel silent = model(request -> {
            throw new TransientChatException(FailureCause.TIMEOUT, "no whole reply", Optional.empty());
        });
        double most = new Price(1000, 1000).of(MeteredChatModel.most(ask("q")));
        MeteredChatModel metered = new MeteredChatModel(silent, new Price(1000, 1000), 3.5 * most, () -> Usage.NONE);
        assertThatThrownBy(() -> retrying(metered, 8).complete(ask("q"))).hasMessageContaining("budget of");
        assertThat(calls).hasValue(3);
        assertThat(metered.cost()).isEqualTo(3 * most);
    }

    @Test
    void theMostThatARequestTakesCountsItsSchema() {
        ChatRequest plain = ask("q");
        ChatRequest schema =
                new ChatRequest(plain.turns(), plain.sampling(), 0, Map.of("response_format", "s".repeat(1000)));
        assertThat(MeteredChatModel.most(schema).promptTokens())
                .isGreaterThan(1000 + MeteredChatModel.most(plain).promptTokens());
    }

    @Test
    void aFailureBetweenCandidatesOfOneRequestCostsNoneOfThem() {
        ChatModel one = model(request -> {
            if (calls.get() == 2) {
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
            assertThat(calls).hasValue(3);
            List<Completion> round = new ArrayList<>();
            all.completeAll(List.of(two, ask("q")), (completion, i) -> round.add(completion));
            assertThat(round)
                    .extracting(completion -> completion.candidates().size())
                    .containsExactlyInAnyOrder(1, 2);
            assertThat(calls).hasValue(4);
        }
    }

    @Test
    void aRequestThatDoesNotFitTheBudgetWaitsForWhatIsUnderWay() {
        Price price = new Price(1000, 1000);
        ChatModel cheap = model(request -> {
            Sleeper.THREAD.pause(Duration.ofMillis(5));
            return answer("x");
        });
        double most = price.of(MeteredChatModel.most(ask("q00")));
        MeteredChatModel metered = new MeteredChatModel(cheap, price, 2.5 * most, () -> Usage.NONE);
        Map<Integer, String> done = new HashMap<>();
        new ConcurrentChatModel(metered, 8).completeAll(asks(20), (completion, i) -> done.put(i, completion.text()));
        assertThat(done).hasSize(20);
    }

    private ChatModel retrying(ChatModel model, int attempts) {
        RetryPolicy plain =
                new RetryPolicy(attempts, Duration.ofSeconds(1), Duration.ofMinutes(1), 0, Duration.ofMinutes(5));
        return new RetryingChatModel(model, plain, new CircuitBreaker(1, System::nanoTime), slept::add, new Random(0));
    }

    private ChatModel model(Function<ChatRequest, Completion> answers) {
        return new ChatModel() {
            @Override
            public String identity() {
                return "fake";
            }

            @Override
            public Completion complete(ChatRequest request) {
                calls.incrementAndGet();
                return answers.apply(request);
            }
        };
    }

    private static Completion answer(String text) {
        return new Completion(List.of(new Completion.Candidate(text, FinishReason.STOP)), new Usage(1, 1), "fake-1");
    }

    private static ChatRequest ask(String text) {
        return ChatRequest.of(text, SamplingSettings.greedy(9));
    }

    private static ChatRequest with(SamplingSettings sampling) {
        return ChatRequest.of("x", sampling);
    }

    private static List<ChatRequest> asks(int count) {
        return IntStream.range(0, count).mapToObj(i -> ask("q" + i)).toList();
    }
}
