package org.reformatted.realign.reformat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClosingSentenceRuleTest {
    @Test
    void theConclusionStandsApart() {
        FormatRule closing = new ClosingSentenceRule();
        assertThat(closing.apply("Why?", "It is cold. It rains. Therefore, stay in.")
                        .text())
                .isEqualTo("It is cold. It rains.\n\nTherefore, stay in.");
        assertThat(closing.apply("Why?", "It is cold. Therefore, stay in.").changed())
                .isFalse();
        assertThat(closing.apply("Write one paragraph", "It is cold. It rains. Therefore, stay in.")
                        .changed())
                .isFalse();
        assertThat(closing.apply("Why?", "It is cold. It rains. (He said. Therefore, stay in.)")
                        .changed())
                .isFalse();
    }
}
