package org.reformatted.realign.reformat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkedSolutionTest {
    private static final String HOW_MANY = "How many apples are there?";

    @Test
    void aSolutionOfGsm8kIsTakenApart() {
        WorkedSolution solution = WorkedSolution.parse(
                HOW_MANY, "Tom has 48/2 = <<48/2=24>>24 apples.\nTogether they have 48+24 = <<48+24=72>>72.\n#### 72");
        assertThat(solution.fault()).isNull();
        assertThat(solution.steps()).containsExactly("Tom has 48/2 = 24 apples.", "Together they have 48+24 = 72.");
        assertThat(solution.answer()).hasValue("72");
        assertThat(solution.boxed()).isFalse();
    }

    @Test
    void aBoxIsTheAnswerOfLatex() {
        WorkedSolution solution = WorkedSolution.parse("Find x.", "We have $2x = 6$.\n\nTherefore $x = \\boxed{3}$.");
        assertThat(solution.boxed()).isTrue();
        assertThat(solution.answer()).hasValue("3");
    }

    @Test
    void boxesThatDisagreeAreNoAnswer() {
        WorkedSolution solution =
                WorkedSolution.parse("Find x.", "The first is $\\boxed{3}$.\n\nThe second is $\\boxed{4}$.");
        assertThat(solution.answer()).isEmpty();
        assertThat(solution.fault()).isNull();
        assertThat(WorkedSolution.parse("Find x.", "They are $\\boxed{3}$ and $\\boxed{4}$.")
                        .fault())
                .isEqualTo("the response states several answers in one step");
    }

    @Test
    void labelsThatCountFromOneAreRemoved() {
        assertThat(WorkedSolution.parse(HOW_MANY, "Step 1: 2+2 = 4.\nStep 2: 4+1 = 5.\n#### 5")
                        .steps())
                .containsExactly("2+2 = 4.", "4+1 = 5.");
        assertThat(WorkedSolution.parse(HOW_MANY, "Step 1: 2+2 = 4.\nStep 3: 4+1 = 5.\n#### 5")
                        .steps())
                .as("a step is missing")
                .containsExactly("Step 1: 2+2 = 4.", "Step 3: 4+1 = 5.");
    }

    @Test
    void anAnswerWithoutAStepIsLeft() {
        assertThat(WorkedSolution.parse(HOW_MANY, "#### 5").fault())
                .isEqualTo("the response gives an answer without any step");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a <<1+1=2>>2 b | a 2 b",
                "<<3x4=12>>12 | 12",
                "a << b | a << b",
                "<<no note>> | <<no note>>",
                "<<1+1=2 | <<1+1=2",
                "<<a<<1=1>> | <<a"
            })
    void calculatorNotes(String text, String without) {
        assertThat(WorkedSolution.withoutNotes(text)).isEqualTo(without);
    }
}
