package org.reformatted.realign.llm;

import java.time.Duration;

/**
 * Hands out a number of permits a minute, at an even pace after a first burst of one second's worth (at least one permit). May be overdrawn
 * by corrections; later permits then wait longer.
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

    /** Takes permits and returns how long to wait until they are there. */
    synchronized Duration take(double permits, long now) {
        available = Math.min(capacity, available + (now - updatedAt) * perNano) - permits;
        updatedAt = now;
        return available >= 0 ? Duration.ZERO : Duration.ofNanos((long) Math.ceil(-available / perNano));
    }
}
