package org.reformatted.realign.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reformatted.realign.base.Json;

class OpenAiReplyTest {
    private static OpenAiReply reply(String json, boolean tools) {
        try {
            return new OpenAiReply(Json.MAPPER.readTree(json), "the service", tools);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static OpenAiReply message(String message, String reason) {
        return reply("{\"choices\":[{\"message\":" + message + ",\"finish_reason\":\"" + reason + "\"}]}", false);
    }

    @ParameterizedTest
    @CsvSource({
        "stop, STOP",
        "end_turn, STOP",
        "length, LENGTH",
        "MAX_TOKENS, LENGTH",
        "content_filter, CONTENT_FILTER",
        "SAFETY, CONTENT_FILTER",
        "something_new, OTHER"
    })
    void reasonsOfSeveralServices(String given, FinishReason reason) {
        assertThat(message("{\"content\":\"hi\"}", given).candidates())
                .containsExactly(new Completion.Candidate("hi", reason));
    }

    @Test
    void partsOfTextAreJoinedAndReasoningIsLeftOut() {
        String parts = "[{\"type\":\"reasoning\",\"text\":\"hm\"},{\"type\":\"text\",\"text\":\"a\"},\"b\"]";
        assertThat(message("{\"content\":" + parts + "}", "stop")
                        .candidates()
                        .get(0)
                        .text())
                .isEqualTo("ab");
    }

    @Test
    void aRefusalIsThatOfAContentFilter() {
        assertThat(message("{\"content\":null,\"refusal\":\"I cannot\"}", "stop")
                        .candidates())
                .containsExactly(new Completion.Candidate("", FinishReason.CONTENT_FILTER));
        assertThat(message("{\"content\":null}", "length").candidates().get(0).text())
                .isEmpty();
    }

    @Test
    void theArgumentsOfAToolAreTheTextWhereToolsWereOffered() {
        String json =
                "{\"choices\":[{\"finish_reason\":\"tool_calls\",\"message\":{\"content\":\"text\",\"tool_calls\":"
                        + "[{\"function\":{\"arguments\":\"{}\"}}]}}]}";
        assertThat(reply(json, true).candidates().get(0).text()).isEqualTo("{}");
        assertThat(reply(json, false).candidates().get(0).text()).isEqualTo("text");
    }

    @Test
    void aReplyThatCannotBeUsedIsToBeAskedForAgain() {
        assertThatThrownBy(() -> reply("{}", false).candidates())
                .isInstanceOf(TransientChatException.class)
                .hasMessage("the service sent a reply without choices");
        assertThatThrownBy(() -> message("{\"content\":null}", "stop").candidates())
                .hasMessage("the service sent a choice without text");
        assertThatThrownBy(() -> message("{\"content\":\"\\ud83d\"}", "stop").candidates())
                .hasMessageContaining("half of a surrogate pair");
        assertThatThrownBy(() -> message("{\"content\":\"par\"}", "error").candidates())
                .isInstanceOfSatisfying(
                        TransientChatException.class,
                        e -> assertThat(e.failure()).isEqualTo(FailureCause.SERVICE_ERROR))
                .hasMessage("the service cut the reply: finish_reason error");
    }

    @Test
    void countsThatCannotBeAreReplacedByHighOnes() {
        ChatRequest request = ChatRequest.of("question", SamplingSettings.greedy(100));
        long most = MeteredChatModel.most(request).promptTokens();
        String choices = "\"choices\":[{\"message\":{\"content\":\"four\"}}]";
        assertThat(reply("{" + choices + ",\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":1}}", false)
                        .usage(request))
                .isEqualTo(new Usage(3, 1));
        Usage none = reply("{" + choices + "}", false).usage(request);
        assertThat(none.promptTokens()).isEqualTo(most);
        assertThat(none.completionTokens()).as("a token a byte and the frame").isBetween(4L, 100L);
        assertThat(reply("{" + choices + ",\"usage\":{\"prompt_tokens\":-5,\"completion_tokens\":9000000}}", false)
                        .usage(request))
                .isEqualTo(none);
    }

    @Test
    void theModelNamesItself() {
        assertThat(reply("{\"model\":\"m-2024\"}", false).model("m")).isEqualTo("m-2024");
        assertThat(reply("{}", false).model("m")).isEqualTo("m");
    }
}
