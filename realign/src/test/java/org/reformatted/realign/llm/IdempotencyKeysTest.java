package org.reformatted.realign.llm;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.realign.config.ConfigBinder;

/** A service that honours idempotency keys sees one key for a request that is sent again after a crash, and others for requests that differ. */
class IdempotencyKeysTest {
    private static final String REPLY =
            "{\"choices\": [{\"message\": {\"content\": \"Yes\"}, \"finish_reason\": \"stop\"}]}";

    @TempDir
    Path folder;

    private WireMockServer server;

    @BeforeEach
    void start() {
        server = new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private ChatModel open(String more) {
        String yaml = "{name: m, baseUrl: 'http://127.0.0.1:" + server.port() + "/v1', attempts: 1" + more + "}";
        EndpointConfig config =
                ConfigBinder.bind("model.yaml", yaml, EndpointConfig.class).value();
        return config.open(Map.of(), AnswerStore.open(folder.resolve("answers.sqlite")));
    }

    private static ChatRequest asking(String question, int seed) {
        return ChatRequest.of(question, new SamplingSettings(0.5, 1, 0, 20, 1, List.of(), seed));
    }

    private List<String> keys() {
        return server.getAllServeEvents().stream()
                .map(ServeEvent::getRequest)
                .map(request -> String.valueOf(request.getHeader("Idempotency-Key")))
                .toList();
    }

    private void ask(String more, ChatRequest request) {
        try (ChatModel model = open(more)) {
            model.complete(request);
        }
    }

    private void fail(String more, ChatRequest request) {
        try (ChatModel model = open(more)) {
            assertThatThrownBy(() -> model.complete(request)).isInstanceOf(ChatModelException.class);
        }
    }

    @Test
    void aRequestWhoseReplyWasLostIsSentWithTheSameKeyByTheNextProcess() {
        String header = ", idempotencyHeader: Idempotency-Key";
        server.stubFor(post(urlEqualTo("/v1/chat/completions"))
                .willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
        fail(header, asking("Is it?", 1));
        server.stubFor(post(urlEqualTo("/v1/chat/completions")).willReturn(okJson(REPLY)));
        ask(header, asking("Is it?", 1));
        assertThat(keys()).hasSize(2).allMatch(key -> key.matches("[0-9a-f]{64}"));
        assertThat(keys().get(0)).isEqualTo(keys().get(1));
    }

    /** Without a seed in their bodies two draws of one question look the same; one key for both would give one answer twice. */
    @Test
    void requestsThatDrawAgainHaveKeysOfTheirOwn() {
        server.stubFor(post(urlEqualTo("/v1/chat/completions")).willReturn(okJson(REPLY)));
        String more = ", idempotencyHeader: Idempotency-Key, quirks: {leaveOut: [seed]}";
        ask(more, asking("Is it?", 1));
        ask(more, asking("Is it?", 2));
        ask(more, asking("Is it not?", 1));
        assertThat(keys()).hasSize(3).doesNotHaveDuplicates();
    }

    /** A service may store a failure under its key. */
    @Test
    void aRequestThatFailedAtTheServiceGetsAnotherKeyAndOneThatIsUnderWayKeepsIts() {
        String more = ", idempotencyHeader: Idempotency-Key";
        for (int status : new int[] {500, 409, 429}) {
            server.resetAll();
            server.stubFor(post(urlEqualTo("/v1/chat/completions"))
                    .willReturn(aResponse().withStatus(status).withBody("{}")));
            try (ChatModel model = open(more)) {
                for (int attempt = 0; attempt < 2; attempt++) {
                    assertThatThrownBy(() -> model.complete(asking("Is it?", 1)))
                            .isInstanceOf(ChatModelException.class);
                }
            }
            assertThat(keys().get(0).equals(keys().get(1)))
                    .as("status " + status)
                    .isEqualTo(status != 500);
        }
    }

    @Test
    void noKeyIsSentWhereNoneIsAskedFor() {
        server.stubFor(post(urlEqualTo("/v1/chat/completions")).willReturn(okJson(REPLY)));
        ask("", asking("Is it?", 1));
        assertThat(keys()).containsExactly("null");
        assertThatThrownBy(() -> open(", idempotencyHeader: Authorization"))
                .hasMessageContaining("must be the name of a header in which the service accepts keys");
    }
}
