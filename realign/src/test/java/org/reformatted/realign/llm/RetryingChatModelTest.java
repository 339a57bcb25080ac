package org.reformatted.realign.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reformatted.realign.llm.FakeChat.answer;
import static org.reformatted.realign.llm.FakeChat.ask;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetryingChatModelTest {
    private final List<Duration> slept = new ArrayList<>();
    private final FakeChat fake = new FakeChat();

    @Test
    void retriesUntilAnAnswerComes() {
        ChatModel flaky = fake.model(request -> {
            if (fake.calls.get() < 3) {
                throw new TransientChatException(FailureCause.SERVICE_ERROR, "full", Optional.empty());
            }
            return answer("ok");
        });
        assertThat(retrying(flaky, 5).complete(ask("q")).text()).isEqualTo("ok");
        assertThat(slept).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    @Test
    void givesUpAfterTheLastAttempt() {
        ChatModel dead = fake.model(request -> {
            throw new TransientChatException(FailureCause.SERVICE_ERROR, "full", Optional.empty());
        });
        assertThatThrownBy(() -> retrying(dead, 3).complete(ask("q")))
                .isExactlyInstanceOf(ChatModelException.class)
                .hasMessage("fake gave no answer in 3 attempts; the last one: full");
        assertThat(fake.calls).hasValue(3);
    }

    @Test
    void waitsAsLongAsTheServiceAsksButNotForever() {
        ChatModel full = fake.model(request -> {
            throw new TransientChatException(
                    FailureCause.SERVICE_ERROR,
                    "full",
                    Optional.of(Duration.ofSeconds(fake.calls.get() == 1 ? 30 : 3600)));
        });
        assertThatThrownBy(() -> retrying(full, 5).complete(ask("q")))
                .isInstanceOf(ChatStoppedException.class)
                .hasMessageContaining("asks to wait 3600 s");
        assertThat(slept).containsExactly(Duration.ofSeconds(30));
    }

    @Test
    void doesNotRepeatWhatCannotPass() {
        ChatModel refusing = fake.model(request -> {
            throw new ChatModelException(FailureCause.REFUSED, "too long");
        });
        assertThatThrownBy(() -> retrying(refusing, 5).complete(ask("q"))).hasMessage("too long");
        assertThat(fake.calls).hasValue(1);
    }

    private ChatModel retrying(ChatModel model, int attempts) {
        RetryPolicy plain =
                new RetryPolicy(attempts, Duration.ofSeconds(1), Duration.ofMinutes(1), 0, Duration.ofMinutes(5));
        return new RetryingChatModel(model, plain, new CircuitBreaker(1, System::nanoTime), slept::add, new Random(0));
    }
}
