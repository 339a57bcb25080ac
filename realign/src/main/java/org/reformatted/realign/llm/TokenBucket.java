package org.reformatted.realign.llm;

import java.time.Duration;

/**
 * Issues a number of permits per minute at an even pace, after an initial burst of one second's permits (at least one). Corrections may overdraw it;
 * later permits then wait longer.
 */
final class TokenBucket {
    private final double perNano;
    private final double capacity;
    private double available;
    private long updatedAt;

    TokenBucket(double perMinute, long now) {
        perNano = perMinute / Duration.ofMinutes(1).toNanos();
        capacity = Math.max(1, perMinute / 60);
        available = capacity;
        updatedAt = now;
    }

    /** Takes permits and returns how long to wait until they are available. */
    synchronized Duration take(double permits, long now) {
        available = Math.min(capacity, available + (now - updatedAt) * perNano) - permits;
        updatedAt = now;
        return available >= 0 ? Duration.ZERO : Duration.ofNanos((long) Math.ceil(-available / perNano));
    }
}
