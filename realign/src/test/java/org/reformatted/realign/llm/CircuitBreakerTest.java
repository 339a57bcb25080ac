package org.reformatted.realign.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
    private final AtomicLong now = new AtomicLong();
    private final CircuitBreaker breaker = new CircuitBreaker(1, now::get);

    @Test
    void opensAfterTwentyFailuresInARowWithinAMinute() {
        fail(19, 1, FailureCause.SERVICE_ERROR);
        assertThatCode(breaker::requireClosed).doesNotThrowAnyException();
        fail(1, 1, FailureCause.SERVICE_ERROR);
        assertThatThrownBy(breaker::requireClosed)
                .isInstanceOf(ChatStoppedException.class)
                .hasMessage("20 requests in a row failed within 19 s; the last one: bad");
    }

    @Test
    void anAnswerBetweenAndFailuresFarApartKeepItClosed() {
        fail(15, 1, FailureCause.SERVICE_ERROR);
        breaker.succeeded();
        fail(15, 1, FailureCause.SERVICE_ERROR);
        now.addAndGet(Duration.ofMinutes(2).toNanos());
        fail(15, 1, FailureCause.SERVICE_ERROR);
        fail(100, 0, FailureCause.THROTTLED);
        assertThatCode(breaker::requireClosed).doesNotThrowAnyException();
    }

    @Test
    void aBurstOfFailuresAtOnceKeepsItClosed() {
        fail(60, 0, FailureCause.CONNECTION_LOST);
        assertThatCode(breaker::requireClosed).doesNotThrowAnyException();
    }

    @Test
    void aServiceThatRefusesEverythingFromTheStartIsStoppedEarly() {
        for (int i = 0; i < 8; i++) {
            assertThatCode(breaker::requireClosed).doesNotThrowAnyException();
            breaker.gaveUp(new ChatModelException(FailureCause.REFUSED, "max_tokens is not known"));
        }
        assertThatThrownBy(breaker::requireClosed).hasMessageContaining("max_tokens is not known");
    }

    @Test
    void filteredRequestsAreNoReasonToStop() {
        for (int i = 0; i < 100; i++) {
            breaker.gaveUp(new ChatModelException(FailureCause.CONTENT_FILTER, "policy"));
        }
        assertThatCode(breaker::requireClosed).doesNotThrowAnyException();
    }

    @Test
    void whoWaitsForTheNextAttemptIsWoken() throws InterruptedException {
        Thread other = new Thread(() -> breaker.open("gone"));
        long start = System.nanoTime();
        other.start();
        assertThatThrownBy(() -> breaker.pause(Duration.ofMinutes(5))).hasMessage("gone");
        other.join();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
    }

    private void fail(int times, int secondsApart, FailureCause cause) {
        for (int i = 0; i < times; i++) {
            breaker.failed(new ChatModelException(cause, "bad"));
            now.addAndGet(Duration.ofSeconds(secondsApart).toNanos());
        }
    }
}
