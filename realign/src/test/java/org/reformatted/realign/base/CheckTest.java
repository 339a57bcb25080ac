package org.reformatted.realign.base;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CheckTest {
    @Test
    void theValueIsInTheMessage() {
        assertThatThrownBy(() -> Check.argument(false, "epochs (%s) must be positive", 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("epochs (0) must be positive");
        Check.argument(true, "never");
    }
}
