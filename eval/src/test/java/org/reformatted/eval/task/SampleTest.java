package org.reformatted.eval.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.reformatted.realign.data.Role;
import org.reformatted.realign.data.Turn;

class SampleTest {
    private static final Turn EXAMPLE = new Turn(Role.USER, "1+1?");

    @Test
    void theQuestionIsTheLastTurn() {
        Sample sample =
                Sample.of("a", List.of(EXAMPLE, new Turn(Role.ASSISTANT, "2"), new Turn(Role.USER, "2+2?")), "4");
        assertThat(sample.question()).isEqualTo("2+2?");
        assertThat(sample.category()).isNull();
        assertThat(sample.choices()).isEmpty();
    }

    @Test
    void theReferenceOfChoicesIsOneOfThem() {
        assertThat(Sample.ofChoices("a", "1+1?", List.of("2", "3"), "2", "sums").category())
                .isEqualTo("sums");
        assertThatThrownBy(() -> Sample.ofChoices("a", "1+1?", List.of("2", "3"), "4", "sums"))
                .hasMessage("reference (4) of a must be one of the choices");
    }

    @Test
    void anIdAndATurnAreNeeded() {
        assertThatThrownBy(() -> Sample.of("", List.of(EXAMPLE), "2")).hasMessage("id () must not be empty");
        assertThatThrownBy(() -> Sample.of("a", List.of(), "2")).hasMessage("turns of a must not be empty");
    }

    @Test
    void listsAreCopied() {
        List<Turn> turns = new ArrayList<>(List.of(EXAMPLE));
        Sample sample = Sample.of("a", turns, "2");
        turns.clear();
        assertThat(sample.turns()).hasSize(1);
    }
}
