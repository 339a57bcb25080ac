package org.reformatted.realign.llm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
    @Test
    void afterABurstOfASecondEachPermitWaitsItsTurn() {
        TokenBucket bucket = new TokenBucket(120, 0);
        long second = Duration.ofSeconds(1).toNanos();
        assertThat(bucket.take(2, 0)).isZero();
        assertThat(bucket.take(1, 0)).isEqualTo(Duration.ofMillis(500));
        assertThat(bucket.take(1, 0)).isEqualTo(Duration.ofSeconds(1));
        assertThat(bucket.take(1, 3 * second)).isZero();
        assertThat(bucket.take(2, 1000 * second)).isZero();
        assertThat(bucket.take(1, 1000 * second)).isPositive();
    }
}
