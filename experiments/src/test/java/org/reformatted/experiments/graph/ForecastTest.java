package org.reformatted.experiments.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForecastTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "5 | about 5 s",
                "119 | about 119 s",
                "120 | about 2 minutes",
                "7199 | about 120 minutes",
                "9000 | about 2.5 hours",
            })
    void times(double seconds, String text) {
        assertThat(Forecast.time(seconds)).isEqualTo(text);
    }

    @Test
    void diskIsWhatIsKeptAndTheLargestWorkAtOnce() {
        List<Forecast> all = List.of(forecast(10, 5), forecast(20, 50), forecast(30, 7));
        assertThat(Forecast.disk(all, 1)).isEqualTo(110);
        assertThat(Forecast.disk(all, 2)).isEqualTo(117);
        assertThat(Forecast.gib(3L << 29)).isEqualTo("1.50");
        assertThat(Forecast.gib(12L << 30)).isEqualTo("12");
    }

    @Test
    void anUnknownTimeIsSaid() {
        assertThat(Forecast.total(
                        List.of(forecast(0, 0), Forecast.free(List.of(), Optional.of(60.0), 0, 0, 0, Optional.empty())),
                        1))
                .contains("time: about 60 s, plus the time of 1 steps for which nothing was measured here");
    }

    private static Forecast forecast(long kept, long work) {
        return Forecast.free(List.of(), Optional.empty(), kept, work, 0, Optional.empty());
    }
}
