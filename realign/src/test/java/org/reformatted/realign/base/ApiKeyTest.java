package org.reformatted.realign.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ApiKeyTest {
    @Test
    void spaceAroundAKeyIsRemoved() {
        ApiKey key = ApiKey.read(Map.of("KEY", "\uFEFF  toy-key-for-tests-1\u00A0\r\n"), "KEY")
                .orElseThrow();
        assertThat(key.reveal()).isEqualTo("toy-key-for-tests-1");
    }

    @Test
    void aKeyIsNeverShown() {
        ApiKey key = ApiKey.read(Map.of("KEY", "toy-key-for-tests-2"), "KEY").orElseThrow();
        assertThat(key.toString()).doesNotContain("toy-key-for-tests-2");
        assertThat(Redactor.hide("sent toy-key-for-tests-2 to the service")).doesNotContain("toy-key-for-tests-2");
    }

    @Test
    void nothingIsNoKey() {
        assertThat(ApiKey.read(Map.of(), "KEY")).isEmpty();
        assertThat(ApiKey.read(Map.of("KEY", " \t\n"), "KEY")).isEmpty();
    }

    @Test
    void aCharacterThatNoHeaderHoldsIsNamedWithoutTheKey() {
        assertThatThrownBy(() -> ApiKey.read(Map.of("KEY", "toy\u2011key-3"), "KEY"))
                .isInstanceOf(InputException.class)
                .hasMessage("the environment variable KEY: the character U+2011 at position 4 of 9; expected a key of"
                        + " visible ASCII characters without spaces; set it again from its source");
        assertThatThrownBy(() -> ApiKey.read(Map.of("KEY", "toy key-4"), "KEY"))
                .hasMessageContaining("U+0020 at position 4 of 9");
    }
}
