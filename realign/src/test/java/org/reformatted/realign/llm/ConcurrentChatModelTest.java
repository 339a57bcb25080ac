package org.reformatted.realign.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reformatted.realign.llm.FakeChat.answer;
import static org.reformatted.realign.llm.FakeChat.ask;
import static org.reformatted.realign.llm.FakeChat.asks;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ConcurrentChatModelTest {
    private final FakeChat fake = new FakeChat();

    @Test
    void afterAStopNothingMoreIsSent() {
        ChatModel stopping = fake.model(request -> {
            throw new ChatStoppedException("no key");
        });
        ChatModel concurrent = new ConcurrentChatModel(stopping, 4);
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> concurrent.complete(ask("q"))).hasMessage("no key");
        }
        assertThat(fake.calls).hasValue(1);
    }

    @Test
    void manyAreUnderWayAtOnceAndNeverMoreThanAllowed() {
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        ChatModel slow = fake.model(request -> {
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
        ChatModel some = fake.model(request -> {
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
        ChatModel broke = fake.model(request -> {
            throw new ChatStoppedException("no money");
        });
        assertThatThrownBy(() -> new ConcurrentChatModel(broke, 1).completeAll(asks(50), (completion, i) -> {}))
                .isInstanceOf(ChatStoppedException.class);
        assertThat(fake.calls).hasValue(1);
    }
}
