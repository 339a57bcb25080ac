package org.reformatted.realign.reformat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatexStepsTest {
    @Test
    void paragraphsAreStepsAndFormulasStayWhole() {
        assertThat(LatexSteps.split("We add.\n\n$a\n\nb$ holds.\n\nSo it is."))
                .containsExactly("We add.", "$a\n\nb$ holds.", "So it is.");
    }

    @Test
    void sentencesAreStepsOfOneParagraph() {
        assertThat(LatexSteps.split("Let $x. Y$ be. Then $z$. \\[A. B\\] ends"))
                .containsExactly("Let $x. Y$ be.", "Then $z$.", "\\[A. B\\] ends");
    }
}
