package org.reformatted.realign.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PriceTest {
    @Test
    void tokensCostByTheMillion() {
        Price price = new Price(0.5, 1.5);
        assertThat(price.of(new Usage(1_000_000, 0))).isEqualTo(0.5);
        assertThat(price.of(new Usage(2_000, 1_000))).isCloseTo(0.0025, within(1e-12));
        assertThat(price.halved().of(new Usage(2_000, 1_000))).isCloseTo(0.00125, within(1e-12));
        assertThat(Price.FREE.of(new Usage(5, 5))).isZero();
        assertThatThrownBy(() -> new Price(-1, 0)).hasMessage("promptPerMillion (-1.0) must not be negative");
    }
}
