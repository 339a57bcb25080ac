package org.reformatted.eval.readability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class FormatMeasuresTest {
    @Test
    void countsWhatIsLaidOut() {
        FormatMeasures measures = FormatMeasures.of("""
            ## Heading

            **Bold line:**

            - one
            * two
            • three

            1. first
            2) second
            Step 3: third

            ```java
            int x;
            ```

            | a | b |
            |---|:---:|
            | 1 | 2 |
            """);
        assertThat(measures.headings()).isEqualTo(2);
        assertThat(measures.bullets()).isEqualTo(3);
        assertThat(measures.steps()).isEqualTo(3);
        assertThat(measures.codeBlocks()).isEqualTo(1);
        assertThat(measures.tables()).isEqualTo(1);
        assertThat(measures.paragraphs()).isEqualTo(6);
    }

    @Test
    void lengthsOfProse() {
        FormatMeasures measures = FormatMeasures.of("One two three. Four five.\n\nSix seven eight nine.");
        assertThat(measures.paragraphs()).isEqualTo(2);
        assertThat(measures.wordsPerParagraph()).isCloseTo(4.5, within(1e-12));
        assertThat(measures.wordsPerSentence()).isCloseTo(3, within(1e-12));
    }

    @Test
    void anEmptyTextHasNoMeans() {
        FormatMeasures measures = FormatMeasures.of("");
        assertThat(measures.paragraphs()).isZero();
        assertThat(measures.wordsPerParagraph()).isNaN();
        assertThat(measures.wordsPerSentence()).isNaN();
    }

    @Test
    void signsWithinALineAreNoLayout() {
        FormatMeasures measures = FormatMeasures.of("3 - 2 is 1. #hashtag\n-dash\n1.5 metres\n**bold** and more");
        assertThat(measures.headings()).isZero();
        assertThat(measures.bullets()).isZero();
        assertThat(measures.steps()).isZero();
    }

    @Test
    void anOpenCodeBlockCounts() {
        assertThat(FormatMeasures.of("```\nint x;").codeBlocks()).isEqualTo(1);
    }
}
