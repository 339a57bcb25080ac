package org.reformatted.experiments.miniature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HeldOutTest {
    private static final HeldOut HELD_OUT =
            new HeldOut(List.of("Tom has 12 apples. He buys 5 more. How many apples does Tom have now?"));

    @Test
    void noticesAQuestionUnderOtherNamesAndInAnotherOrderWithinALongerText() {
        assertThat(HELD_OUT.isStatedIn(
                        "Ben has 7 cups. She buys 5 more. Eva has 12 nuts. How many nuts does Eva have now?\n17 nuts."))
                .isTrue();
    }

    @Test
    void letsTheSameStoryWithAnotherNumberPass() {
        assertThat(HELD_OUT.isStatedIn("Tom has 12 apples. He buys 6 more. How many apples does Tom have now?"))
                .isFalse();
    }
}
