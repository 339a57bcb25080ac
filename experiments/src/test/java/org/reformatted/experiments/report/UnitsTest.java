package org.reformatted.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "percent | true | true | 1",
                "win rate, percent | true | true | 1",
                "rating | false | true | 2",
                "words | false | false | 2",
            })
    void units(String unit, boolean percent, boolean ranks, int decimals) {
        assertThat(Units.isPercent(unit)).isEqualTo(percent);
        assertThat(Units.ranks(unit)).isEqualTo(ranks);
        assertThat(Units.decimals(unit)).isEqualTo(decimals);
    }
}
