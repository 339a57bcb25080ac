package org.reformatted.realign.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InputExceptionTest {
    @Test
    void placeFoundExpectedRemedy() {
        assertThat(InputException.at("f:1", "a", "b", "c")).hasMessage("f:1: a; expected b; c");
    }

    @Test
    void aLongSentenceIsCutInTheMiddle() {
        String message = new InputException("a".repeat(5000) + "end").getMessage();
        assertThat(message)
                .hasSizeLessThan(3100)
                .contains(" letters left out] ")
                .endsWith("end");
    }
}
