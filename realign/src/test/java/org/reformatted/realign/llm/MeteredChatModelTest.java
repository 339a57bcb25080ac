package org.reformatted.realign.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reformatted.realign.llm.FakeChat.answer;
import static org.reformatted.realign.llm.FakeChat.ask;
import static org.reformatted.realign.llm.FakeChat.asks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MeteredChatModelTest {
    private final List<Duration> slept = new ArrayList<>();
    private final FakeChat fake = new FakeChat();

    @Test
    void stopsBeforeTheBudgetIsPassed() {
        Price price = new Price(1000, 1000);
        ChatModel full =
                fake.model(request -> new Completion(answer("x").candidates(), MeteredChatModel.most(request), "fake"));
        MeteredChatModel metered = new MeteredChatModel(full, price, 0.4, () -> Usage.NONE);
        assertThatThrownBy(() -> IntStream.range(0, 100).forEach(i -> metered.complete(ask("q"))))
                .isInstanceOf(ChatStoppedException.class)
                .hasMessageContaining("the budget of 0.4000 USD is used up");
        assertThat(metered.cost()).isLessThanOrEqualTo(0.4).isGreaterThan(0.3);
        assertThat(metered.requests()).isEqualTo(fake.calls.get());
    }

    @Test
    void manyThreadsTogetherStopBeforeTheBudgetIsPassedToo() {
        Price price = new Price(1000, 1000);
        ChatModel full = fake.model(request -> {
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
        ChatModel dead = fake.model(request -> {
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
        ChatModel silent = fake.model(request -> {
            throw new TransientChatException(FailureCause.TIMEOUT, "no whole reply", Optional.empty());
        });
        double most = new Price(1000, 1000).of(MeteredChatModel.most(ask("q")));
        MeteredChatModel metered = new MeteredChatModel(silent, new Price(1000, 1000), 3.5 * most, () -> Usage.NONE);
        assertThatThrownBy(() -> retrying(metered, 8).complete(ask("q"))).hasMessageContaining("budget of");
        assertThat(fake.calls).hasValue(3);
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
    void aRequestThatDoesNotFitTheBudgetWaitsForWhatIsUnderWay() {
        Price price = new Price(1000, 1000);
        ChatModel cheap = fake.model(request -> {
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
}
