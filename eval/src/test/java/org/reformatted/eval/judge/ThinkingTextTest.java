package org.reformatted.eval.judge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThinkingTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "a;a",
                "<think>a</think>b;b",
                "a<think>b</think>c;ac",
                "<think>a<think>b</think>c</think>d;d",
                "<THINKING>a</THINKING>b;b",
                "a</think>b;b",
                "a</think> ;a ",
                "a</think>b</think>c;c",
                "<think>a;''",
                "b~<think>a;b~",
                "b <think>a;b <think>a",
                "b~c <think>a;b~c <think>a",
                "b <think>x</think>~  <think>a;b ~  ",
                "the tag `<think>` is text;the tag `<think>` is text",
                "<|channel|>final<|message|>a;a",
                "<|channel|>analysis<|message|>b<|channel|>final<|message|>a;a",
                "<|channel|>final<|message|>b<|channel|>final<|message|>a;a"
            })
    void leavesTheAnswer(String reply, String answer) {
        assertThat(ThinkingText.removed(reply.replace('~', '\n'))).isEqualTo(answer.replace('~', '\n'));
    }
}
