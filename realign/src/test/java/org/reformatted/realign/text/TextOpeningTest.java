package org.reformatted.realign.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextOpeningTest {
    @Test
    void isCutFromTheBeginningAlone() {
        TextOpening then = TextOpening.of("Tt", "(?i)then\\s+");
        assertThat(then.cutFrom("Then go")).isEqualTo("go");
        assertThat(then.cutFrom("So then go")).isEqualTo("So then go");
        assertThat(then.cutFrom("Two then go")).isEqualTo("Two then go");
        assertThat(then.cutFrom("")).isEmpty();
        assertThat(then.of("there")).isNull();
    }
}
