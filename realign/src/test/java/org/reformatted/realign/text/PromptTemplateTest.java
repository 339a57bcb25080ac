package org.reformatted.realign.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PromptTemplateTest {
    private final PromptTemplate template =
            new PromptTemplate("greet.txt", "Dear {name}, {thing}? {\"json\": {}} {name}");

    @Test
    void fillsEverySlotAndLeavesOtherBraces() {
        assertThat(template.fill(Map.of("name", "Ada", "thing", "tea"))).isEqualTo("Dear Ada, tea? {\"json\": {}} Ada");
    }

    @Test
    void neverSearchesWhatIsFilledIn() {
        assertThat(template.fill(Map.of("name", "{thing}", "thing", "$1\\")))
                .isEqualTo("Dear {thing}, $1\\? {\"json\": {}} {thing}");
    }

    @Test
    void refusesAMissingValue() {
        assertThatThrownBy(() -> template.fill(Map.of("name", "Ada")))
                .hasMessage("template greet.txt: slots [thing] must have a value");
    }

    @Test
    void refusesAnUnknownValue() {
        assertThatThrownBy(() -> template.fill(Map.of("name", "Ada", "thing", "tea", "thnig", "")))
                .hasMessageContaining("values [thnig] must have a slot; its slots are [name, thing]");
    }

    @Test
    void refusesAMissingResource() {
        assertThatThrownBy(() -> PromptTemplate.resource(PromptTemplateTest.class, "absent.txt"))
                .hasMessageContaining("resource (absent.txt) must be in the package of");
    }
}
