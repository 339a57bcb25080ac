package org.reformatted.experiments.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ControlResponsesTest {
    private static final String REALIGNED =
            "Step 1: 19 - 16 = 3 apples.\nStep 2: 3 * 6 = 18 apples.\nThe answer is 18.";

    @Test
    void movesTheAnswerToTheFrontAndKeepsEverySentence() {
        assertThat(ControlResponses.answerFirst(REALIGNED))
                .isEqualTo("The answer is 18.\nStep 1: 19 - 16 = 3 apples.\nStep 2: 3 * 6 = 18 apples.");
    }

    @Test
    void leavesAResponseWithoutThatEndingAsItIs() {
        assertThat(ControlResponses.answerFirst("18 apples.")).isEqualTo("18 apples.");
        assertThat(ControlResponses.answerFirst("The answer is 18.")).isEqualTo("The answer is 18.");
    }

    @Test
    void aLongerResponseHoldsTheOriginalUnchangedAndNoOtherNumber() {
        String longer = ControlResponses.longer("18, because 3 * 6 = 18 apples.");

        assertThat(longer).contains("18, because 3 * 6 = 18 apples.");
        assertThat(longer.replace("18, because 3 * 6 = 18 apples.", "")).doesNotContainPattern("[0-9]");
    }
}
