package org.reformatted.realign.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.reformatted.realign.config.ConfigBuilder;

class PriceTableTest {
    @Test
    void everyBundledPriceStandsInASourceWithAnAddressAndADateAndNoModelStandsTwice() {
        PriceTable table = PriceTable.bundled();
        assertThat(table.sources().values()).allSatisfy(source -> {
            assertThat(URI.create(source.url()).getScheme()).isEqualTo("https");
            assertThat(source.date()).matches("20\\d\\d.*");
        });
        assertThat(table.models())
                .allSatisfy(model -> assertThat(model.sources())
                        .hasSizeGreaterThanOrEqualTo(2)
                        .isSubsetOf(table.sources().keySet()));
        assertThat(table.models()).extracting(PriceTable.ListedPrice::name).doesNotHaveDuplicates();
    }

    @Test
    void aPriceWithoutASourceIsRefused() {
        Price price = new Price(1, 2);
        Map<String, PriceTable.Source> none = Map.of();
        assertThatThrownBy(() -> new PriceTable(none, List.of(new PriceTable.ListedPrice("m", price, List.of()))))
                .hasMessageContaining("m must name a source");
        assertThatThrownBy(() -> new PriceTable(none, List.of(new PriceTable.ListedPrice("m", price, List.of("x")))))
                .hasMessageContaining("m names the source x, which is not in sources");
    }

    @Test
    void aBudgetForAModelOfUnknownPriceTellsHowToGiveOne() {
        assertThatThrownBy(() -> endpoint("a-model-of-ours"))
                .hasMessageContaining(
                        "none of a-model-of-ours; add price: {promptPerMillion: ..., completionPerMillion: ...}");
        assertThat(endpoint("gpt-4o").knownPrice()).contains(new Price(2.5, 10));
    }

    private static EndpointConfig endpoint(String name) {
        return ConfigBuilder.of(EndpointConfig.class)
                .with("name", name)
                .with("budget", 3.0)
                .build();
    }
}
