package org.reformatted.realign.llm;

import java.net.http.HttpHeaders;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** The time that a service asks to wait: {@code retry-after-ms} in milliseconds, {@code Retry-After} in seconds or as an HTTP date (RFC 9110). */
final class RetryAfter {
    private RetryAfter() {}

    /** Reads the headers; absent when they have no readable value. */
    static Optional<Duration> of(HttpHeaders headers, Clock clock) {
        return headers.firstValue("retry-after-ms")
                .flatMap(value -> number(value, 1))
                .or(() -> headers.firstValue("Retry-After")
                        .flatMap(value -> number(value, 1000).or(() -> until(value, headers, clock))));
    }

    private static Optional<Duration> number(String value, long millis) {
        return value.strip().matches("\\d{1,12}(\\.\\d+)?")
                ? Optional.of(Duration.ofMillis((long) Math.ceil(Double.parseDouble(value.strip()) * millis)))
                : Optional.empty();
    }

    /** Computes the wait from the service's own time if it sends one, so that a wrong local clock has no effect. */
    private static Optional<Duration> until(String value, HttpHeaders headers, Clock clock) {
        return date(value).map(date -> {
            ZonedDateTime now =
                    headers.firstValue("Date").flatMap(RetryAfter::date).orElseGet(() -> ZonedDateTime.now(clock));
            Duration wait = Duration.between(now, date);
            return wait.isNegative() ? Duration.ZERO : wait;
        });
    }

    private static Optional<ZonedDateTime> date(String value) {
        try {
            return Optional.of(ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
