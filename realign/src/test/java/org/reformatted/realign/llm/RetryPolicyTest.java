package org.reformatted.realign.llm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
    @Test
    void delaysDoubleUpToTheLimitAndJitterOnlyShortensThem() {
        RetryPolicy policy = RetryPolicy.of(10);
        Random random = new Random(1);
        for (int failures = 1; failures <= 10; failures++) {
            long whole = Math.min(60_000, 1000L << (failures - 1));
            assertThat(policy.delay(failures, random).toMillis()).isBetween(whole / 2, whole);
        }
    }
}
