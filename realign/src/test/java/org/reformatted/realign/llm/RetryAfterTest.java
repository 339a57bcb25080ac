package org.reformatted.realign.llm;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {
    /** RFC 9110, section 10.2.3; a date counts from the service's own. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Retry-After | 3 | x | PT3S",
                "Retry-After | 1.5 | x | PT1.5S",
                "retry-after-ms | 250 | x | PT0.25S",
                "Retry-After | 'Wed, 21 Oct 2015 07:28:30 GMT' | x | PT30S",
                "Retry-After | 'Wed, 21 Oct 2015 07:28:30 GMT' | 'Wed, 21 Oct 2015 07:28:20 GMT' | PT10S",
                "Retry-After | 'Wed, 21 Oct 2015 07:27:00 GMT' | x | PT0S",
                "Retry-After | soon | x | ",
                "Retry-After | -1 | x | ",
                "X | 3 | x | ",
            })
    void secondsOrDate(String name, String value, String date, String wait) {
        HttpHeaders headers = HttpHeaders.of(Map.of(name, List.of(value), "Date", List.of(date)), (key, text) -> true);
        Clock clock = Clock.fixed(Instant.parse("2015-10-21T07:28:00Z"), ZoneOffset.UTC);
        assertThat(RetryAfter.of(headers, clock))
                .isEqualTo(Optional.ofNullable(wait).map(Duration::parse));
    }
}
