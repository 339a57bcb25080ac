package org.reformatted.eval.judge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PreferenceTest {
    @Test
    void anExchangeOfPlacesIsUndoneByAnother() {
        assertThat(Preference.FIRST.swapped()).isEqualTo(Preference.SECOND);
        assertThat(Preference.TIE.swapped()).isEqualTo(Preference.TIE);
        for (Preference preference : Preference.values()) {
            assertThat(preference.swapped().swapped()).isEqualTo(preference);
        }
    }
}
