package org.reformatted.finetune.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.text.SequenceTokens;

class GgufEndsTest {
    private static SequenceTokens sequence(List<Integer> before, List<Integer> after) {
        return new SequenceTokens(OptionalInt.of(1), OptionalInt.of(2), before, after);
    }

    @Test
    void llamasStartTokenStandsBeforeEachText() {
        assertThat(GgufEnds.of(SequenceTokens.startedBy(1, 2), List.of(2), "folder"))
                .isEqualTo(GgufEnds.startedBy(1, 2));
    }

    @Test
    void upToThreeTokensEndAnAnswer() {
        GgufEnds ends = GgufEnds.of(sequence(List.of(1), List.of()), List.of(7, 2, 8), "folder");
        assertThat(ends.ends()).containsExactly(2, 7, 8);
        assertThatThrownBy(() -> GgufEnds.of(sequence(List.of(1), List.of()), List.of(7, 2, 8, 9), "folder"))
                .isInstanceOf(InputException.class)
                .hasMessage("folder: a text ends at the tokens [2, 7, 8, 9]; expected at most three end tokens, as"
                        + " llama.cpp has them; use the model with a program that reads Hugging Face folders");
    }

    @Test
    void anEndTokenThatIsNoneOfTheModelsIsLeftOutUnlessItIsPutBehindATextOrAlone() {
        assertThat(GgufEnds.of(sequence(List.of(1), List.of()), List.of(7), "folder")
                        .ends())
                .containsExactly(7);
        assertThat(GgufEnds.of(sequence(List.of(1), List.of(2)), List.of(7), "folder")
                        .ends())
                .containsExactly(2, 7);
        assertThat(GgufEnds.of(sequence(List.of(), List.of()), List.of(), "folder"))
                .isEqualTo(new GgufEnds(OptionalInt.of(1), false, false, List.of(2)));
    }

    @Test
    void otherTokensAroundATextAreRefused() {
        assertThatThrownBy(() -> GgufEnds.of(sequence(List.of(1, 5), List.of()), List.of(2), "folder"))
                .hasMessageContaining("its tokenizer puts the tokens [1, 5] before a text");
        assertThatThrownBy(() -> GgufEnds.of(sequence(List.of(1), List.of(5)), List.of(2), "folder"))
                .hasMessageContaining("its tokenizer puts the tokens [5] after a text");
    }
}
