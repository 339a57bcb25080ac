package org.reformatted.realign.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reformatted.realign.llm.FakeChat.answer;
import static org.reformatted.realign.llm.FakeChat.ask;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RateLimitedChatModelTest {
    private final FakeChat fake = new FakeChat();

    @Test
    void keepsToRequestsAMinute() {
        AtomicLong now = new AtomicLong();
        Sleeper sleeper = duration -> now.addAndGet(duration.toNanos());
        ChatModel limited = new RateLimitedChatModel(fake.model(request -> answer("x")), 60, 1e9, now::get, sleeper);
        IntStream.range(0, 121).forEach(i -> limited.complete(ask("q")));
        assertThat(Duration.ofNanos(now.get())).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void keepsToTokensAMinuteByWhatAnswersTook() {
        AtomicLong now = new AtomicLong();
        Sleeper sleeper = duration -> now.addAndGet(duration.toNanos());
        ChatModel big = fake.model(request -> new Completion(answer("x").candidates(), new Usage(500, 500), "fake"));
        ChatModel limited = new RateLimitedChatModel(big, 1e9, 60_000, now::get, sleeper);
        IntStream.range(0, 61).forEach(i -> limited.complete(ask("q")));
        assertThat(now.get() / 1e9).isBetween(58.0, 61.0);
    }
}
