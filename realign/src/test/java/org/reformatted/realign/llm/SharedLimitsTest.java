package org.reformatted.realign.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.realign.config.ConfigBuilder;
import org.reformatted.realign.llm.SharedLimits.Decision;
import org.reformatted.realign.llm.SharedLimits.Grant;

/** What many workers may send together, and the second place their answers go to. */
class SharedLimitsTest {
    private static final Usage MOST = new Usage(1_000, 1_000);
    private static final Usage HALF = new Usage(500, 500);

    @TempDir
    Path folder;

    /** A budget of dollars, with 1 dollar for {@link #MOST}. */
    private static SharedLimits limits(double budget) {
        EndpointConfig endpoint = ConfigBuilder.of(EndpointConfig.class)
                .with("name", "m")
                .with("price", new Price(500, 500))
                .with("budget", budget)
                .build();
        return new SharedLimits(Map.of("m", endpoint), 0);
    }

    private static Decision ask(SharedLimits limits, int part, long worker) {
        return limits.reserve(part, worker, "m", MOST, 0, 0).decision();
    }

    @Test
    void whatIsUnderWayMakesOthersWaitAndItsEndMakesRoom() {
        SharedLimits limits = limits(1.5);
        assertThat(limits.begin(0, 1, Map.of())).isTrue();
        assertThat(limits.begin(1, 2, Map.of())).isTrue();
        assertThat(ask(limits, 0, 1)).isEqualTo(Decision.GRANTED);
        assertThat(ask(limits, 1, 2)).isEqualTo(Decision.LATER);
        limits.settle(0, 1, "m", MOST, 0, HALF, 0);
        assertThat(ask(limits, 1, 2)).isEqualTo(Decision.GRANTED);
        limits.settle(1, 2, "m", MOST, 0, MOST, 0);
        Grant last = limits.reserve(0, 1, "m", MOST, 0, 0);
        assertThat(last.decision()).isEqualTo(Decision.REFUSED);
        assertThat(last.why()).contains("the budget of 1.5000 USD is used up: 1.5000 spent");
        assertThat(limits.spent()).isEqualTo(Map.of("m", 1.5));
    }

    @Test
    void keptAnswersCountAndALaterWorkerTakesThePartOver() {
        SharedLimits limits = limits(3.2);
        limits.begin(0, 1, Map.of("m", HALF));
        ask(limits, 0, 1);
        limits.settle(0, 1, "m", MOST, 0, MOST, 0);
        ask(limits, 0, 1); // under way when the worker dies: paid at most
        assertThat(limits.begin(0, 2, Map.of("m", new Usage(1_500, 1_500)))).isTrue();
        assertThat(limits.spent()).isEqualTo(Map.of("m", 2.5));
        assertThat(ask(limits, 0, 1)).isEqualTo(Decision.REFUSED);
        limits.settle(0, 1, "m", MOST, 0, MOST, 0);
        assertThat(limits.spent()).isEqualTo(Map.of("m", 2.5));
        assertThat(limits.begin(0, 1, Map.of())).isFalse();
        assertThat(ask(limits, 0, 2)).isEqualTo(Decision.REFUSED);
    }

    /** A request that failed may have been paid; it has no kept answer, and counts on when the part is begun again. */
    @Test
    void aPaidFailureCountsWhenThePartIsBegunAgain() {
        SharedLimits limits = limits(2.5);
        limits.begin(0, 1, Map.of());
        ask(limits, 0, 1);
        limits.settle(0, 1, "m", MOST, 0, MOST, 0);
        limits.begin(0, 2, Map.of());
        limits.begin(0, 2, Map.of("m", HALF));
        assertThat(limits.spent()).isEqualTo(Map.of("m", 1.0));
        assertThat(ask(limits, 0, 2)).isEqualTo(Decision.GRANTED);
    }

    @Test
    void nothingIsSpentBeyondTheBudgetWhateverTheOrder() {
        Random random = new Random(3);
        for (int round = 0; round < 200; round++) {
            double budget = 1 + 9 * random.nextDouble();
            SharedLimits limits = limits(budget);
            List<Integer> open = new ArrayList<>();
            for (int part = 0; part < 4; part++) {
                limits.begin(part, 1, Map.of());
            }
            for (int step = 0; step < 100; step++) {
                int part = random.nextInt(4);
                if (random.nextBoolean() && ask(limits, part, 1) == Decision.GRANTED) {
                    open.add(part);
                } else if (!open.isEmpty()) {
                    int ended = open.remove(random.nextInt(open.size()));
                    limits.settle(ended, 1, "m", MOST, 0, new Usage(random.nextInt(1001), random.nextInt(1001)), 0);
                }
                assertThat(limits.spent().get("m") + open.size()).isLessThanOrEqualTo(budget + 1e-9);
            }
        }
    }

    @Test
    void ratesAreThoseOfAllWorkersTogether() {
        EndpointConfig endpoint = ConfigBuilder.of(EndpointConfig.class)
                .with("name", "m")
                .with("requestsPerMinute", 60.0)
                .build();
        SharedLimits limits = new SharedLimits(Map.of("m", endpoint), 0);
        for (int part = 0; part < 3; part++) {
            limits.begin(part, 1, Map.of());
            assertThat(limits.reserve(part, 1, "m", MOST, 0, 0).waitNanos()).isEqualTo(part * 1_000_000_000L);
        }
    }

    @Test
    void anAnswerIsInTheLogBeforeItIsHandedOnAndComesBackFromIt() {
        List<AnswerLog.LoggedAnswer> log = new ArrayList<>();
        Completion answer =
                new Completion(List.of(new Completion.Candidate("four", FinishReason.STOP)), new Usage(7, 1), "m");
        ChatRequest request = ChatRequest.of("2 + 2?", SamplingSettings.greedy(8));
        String key = AnswerStore.key("m", request);
        try (AnswerStore store = AnswerStore.open(folder.resolve("a.sqlite"), log::addAll)) {
            store.put(key, "m", request, answer);
        }
        assertThat(log)
                .singleElement()
                .satisfies(entry -> assertThat(entry.isSound()).isTrue());
        try (AnswerStore other = AnswerStore.open(folder.resolve("b.sqlite"))) {
            other.restore(log);
            assertThat(other.get(key)).contains(answer);
        }
    }

    @Test
    void anAnswerThatTheLogCannotKeepIsAnError() {
        AnswerLog full = entries -> {
            throw new UncheckedIOException("disk full", new IOException("no space"));
        };
        ChatRequest request = ChatRequest.of("2 + 2?", SamplingSettings.greedy(8));
        Completion answer =
                new Completion(List.of(new Completion.Candidate("four", FinishReason.STOP)), new Usage(7, 1), "m");
        try (AnswerStore store = AnswerStore.open(folder.resolve("a.sqlite"), full)) {
            assertThatThrownBy(() -> store.put(AnswerStore.key("m", request), "m", request, answer))
                    .hasMessageContaining("disk full");
            assertThat(store.get(AnswerStore.key("m", request))).isEmpty();
        }
    }

    @Test
    void aSharedBudgetStopsAnEndpointBeforeItIsAsked() {
        EndpointConfig endpoint = EndpointConfig.of("m");
        RequestLimits none = new RequestLimits() {
            @Override
            public void reserve(String model, Usage most, double expected) {
                throw new ChatStoppedException("the budget is used up");
            }

            @Override
            public void settle(String model, Usage most, double expected, Usage taken) {}
        };
        try (AnswerStore store = AnswerStore.open(folder.resolve("a.sqlite"));
                ChatModel model = endpoint.open(new ModelAccess(
                        folder::resolve,
                        CheckpointConfig.Opener.NONE,
                        Map.of("OPENAI_BASE_URL", "http://127.0.0.1:9/v1"),
                        store,
                        Optional.of(none)))) {
            assertThatThrownBy(() -> model.complete(ChatRequest.of("2 + 2?", SamplingSettings.greedy(8))))
                    .isInstanceOf(ChatStoppedException.class)
                    .hasMessageContaining("the budget is used up");
        }
    }
}
