package org.reformatted.realign.reformat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuestionListRuleTest {
    @Test
    void questionsAreNumbered() {
        FormatRule questions = new QuestionListRule();
        assertThat(questions.apply("", "- Who?\n- What?\n- Why?").text()).isEqualTo("1. Who?\n2. What?\n3. Why?");
        assertThat(questions
                        .apply("", "Ask such as: Who is it? What is it? Why?")
                        .text())
                .isEqualTo("Ask such as:\n1. Who is it?\n2. What is it?\n3. Why?");
        assertThat(questions.apply("", "What is 2 x 4?\nA) 6\nB) 8\nC) 10").changed())
                .isFalse();
        assertThat(questions.apply("", "1. Who?\n2. What?\n3. Why?").changed()).isFalse();
    }
}
