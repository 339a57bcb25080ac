package org.reformatted.realign.llm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenAiErrorTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401 | ChatStoppedException | STOPPED",
                "402 | ChatStoppedException | STOPPED",
                "404 | ChatStoppedException | STOPPED",
                "307 | ChatStoppedException | STOPPED",
                "429 | TransientChatException | THROTTLED",
                "409 | TransientChatException | THROTTLED",
                "500 | TransientChatException | SERVICE_ERROR",
                "408 | TransientChatException | SERVICE_ERROR",
                "400 | ChatModelException | REFUSED",
                "422 | ChatModelException | REFUSED",
            })
    void statusDecides(int status, String type, String cause) {
        ChatModelException thrown = new OpenAiError(status, "m").exception("http://a", Optional.empty());
        assertThat(thrown.getClass().getSimpleName()).isEqualTo(type);
        assertThat(thrown.failure()).isEqualTo(FailureCause.valueOf(cause));
    }

    @Test
    void contentFiltersAndAnEmptyAccountAreKnownByTheirCode() {
        assertThat(new OpenAiError(400, "no (content_filter)")
                        .exception("p", Optional.empty())
                        .failure())
                .isEqualTo(FailureCause.CONTENT_FILTER);
        assertThat(new OpenAiError(429, "no (insufficient_quota)").exception("p", Optional.empty()))
                .isInstanceOf(ChatStoppedException.class);
    }

    @Test
    void readsMessageAndCode() {
        assertThat(OpenAiError.of(400, "{\"error\": {\"message\": \"bad\", \"code\": \"c1\"}}")
                        .message())
                .isEqualTo("bad (c1)");
        assertThat(OpenAiError.of(500, "<html>").message()).isEqualTo("<html>");
        assertThat(OpenAiError.of(400, "{\"error\": \"bad\"}").message()).isEqualTo("bad");
        assertThat(OpenAiError.of(500, "x".repeat(600)).message()).hasSize(500);
    }
}
