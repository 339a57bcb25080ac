package org.reformatted.experiments.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.reformatted.realign.llm.Price;
import org.reformatted.realign.llm.Usage;

class CostTest {
    @Test
    void costsAddUpAndWhatHasNoPriceIsNamedOnce() {
        Cost sum = Cost.bound(1)
                .plus(Cost.of(new Price(1, 2), new Usage(1_000_000, 0), new Usage(1_000_000, 500_000)))
                .plus(Cost.unknown("m"))
                .plus(Cost.unknown("m"));
        assertThat(sum).isEqualTo(new Cost(2, 3, 1, List.of("m")));
        assertThat(sum.lines())
                .containsExactly(
                        "cost, likely: 2.00 USD, of which 1.00 USD count missing answers with their maximum"
                                + " length; without these, whose price is not known: m",
                        "cost, at most: 3.00 USD; without these, whose price is not known: m");
    }
}
