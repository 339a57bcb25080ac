package org.reformatted.realign.llm;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.http.Fault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.reformatted.realign.base.ApiKey;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.data.Role;
import org.reformatted.realign.data.Turn;

class OpenAiChatModelTest {
    private static final String KEY = "sk-secret-123";
    private static final ChatRequest REQUEST = new ChatRequest(
            List.of(new Turn(Role.SYSTEM, "Be brief."), new Turn(Role.USER, "Hi")),
            new SamplingSettings(0.3, 0.9, 0, 20, 2, List.of("END"), 7));

    private WireMockServer server;
    private OpenAiChatModel model;

    @BeforeEach
    void start() {
        server = new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));
        server.start();
        model = model(Duration.ofSeconds(10));
    }

    private OpenAiChatModel model(Duration timeout) {
        URI base = URI.create("http://127.0.0.1:" + server.port() + "/v1/");
        return new OpenAiChatModel(base, ApiKey.read(Map.of("KEY", KEY), "KEY"), "small-1", timeout);
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void sendsEveryParameterAndReadsEveryCandidate() {
        server.stubFor(post(urlEqualTo("/v1/chat/completions")).willReturn(okJson("""
            {"model": "small-1-0613", "choices": [
               {"message": {"role": "assistant", "content": "Hello"}, "finish_reason": "stop"},
               {"message": {"role": "assistant", "content": "Hey th"}, "finish_reason": "length"}],
             "usage": {"prompt_tokens": 9, "completion_tokens": 4}}
            """)));
        Completion completion = model.complete(REQUEST);
        assertThat(completion.candidates())
                .containsExactly(
                        new Completion.Candidate("Hello", FinishReason.STOP),
                        new Completion.Candidate("Hey th", FinishReason.LENGTH));
        assertThat(completion.usage()).isEqualTo(new Usage(9, 4));
        assertThat(completion.model()).isEqualTo("small-1-0613");
        server.verify(postRequestedFor(urlEqualTo("/v1/chat/completions"))
                .withHeader("Authorization", equalTo("Bearer " + KEY))
                .withRequestBody(equalToJson("""
                    {"model": "small-1", "messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hi"}],
                     "temperature": 0.3, "top_p": 0.9, "max_tokens": 20, "n": 2, "seed": 7, "stop": ["END"]}
                    """)));
    }

    /** The fields that a request names stand for all others, and of a reply that calls a tool the arguments are the text. */
    @Test
    void sendsNamedParametersAloneAndReadsToolCalls() {
        String body = """
            {"choices": [{"message": {"content": null, "tool_calls": [{"function": {"name": "f", "arguments": "{}"}}]},
              "finish_reason": "tool_calls"}], "usage": {"prompt_tokens": 9, "completion_tokens": 4}}
            """;
        answer(200, body);
        Map<String, Object> named = Map.of("temperature", 0, "tools", List.of(Map.of("type", "function")));
        ChatRequest request = new ChatRequest(REQUEST.turns(), SamplingSettings.greedy(5), 0, named);
        assertThat(model.complete(request).text()).isEqualTo("{}");
        server.verify(postRequestedFor(urlEqualTo("/v1/chat/completions")).withRequestBody(equalToJson("""
            {"model": "small-1", "messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hi"}],
             "temperature": 0, "tools": [{"type": "function"}]}
            """)));
        assertThatThrownBy(() -> model.complete(REQUEST)).hasMessageContaining("a choice without text");
    }

    /** Answers are kept under the request's JSON: one without parameters has the key that it always had. */
    @Test
    void aRequestWithoutParametersIsKeptUnderItsFormerKey() {
        assertThat(Json.canonical(REQUEST))
                .isEqualTo("{\"sampling\":{\"candidates\":2,\"maxNewTokens\":20,\"seed\":7,\"stop\":[\"END\"],"
                        + "\"temperature\":0.3,\"topK\":0,\"topP\":0.9},\"topLogprobs\":0,\"turns\":"
                        + "[{\"role\":\"system\",\"text\":\"Be brief.\"},{\"role\":\"user\",\"text\":\"Hi\"}]}");
    }

    @Test
    void readsTheProbabilitiesOfTokens() {
        answer(200, """
            {"choices": [{"message": {"content": "m"}, "finish_reason": "stop", "logprobs": {"content": [
              {"token": "m", "logprob": -0.1, "top_logprobs": [{"token": "m", "logprob": -0.1}, {"token": "M", "logprob": -2.5}]}]}}]}
            """);
        ChatRequest request = new ChatRequest(REQUEST.turns(), SamplingSettings.greedy(1), 2);
        TokenLogprob token =
                model.complete(request).candidates().get(0).logprobs().get(0);
        assertThat(token.top()).containsEntry("M", -2.5).containsEntry("m", -0.1);
    }

    @Test
    void aFullServiceSaysWhenToComeBack() {
        server.stubFor(post("/v1/chat/completions")
                .willReturn(aResponse()
                        .withStatus(429)
                        .withHeader("Retry-After", "2.5")
                        .withBody("{}")));
        assertThatThrownBy(() -> model.complete(REQUEST))
                .isInstanceOfSatisfying(
                        TransientChatException.class,
                        e -> assertThat(e.retryAfter()).contains(Duration.ofMillis(2500)));
    }

    @Test
    void whatMayPassIsTransient() {
        for (String body : List.of(
                "{\"choices\": [{\"mess", "{\"choices\": []}", "{\"choices\": [{\"message\": {\"content\": null}}]}")) {
            answer(200, body);
            assertThatThrownBy(() -> model.complete(REQUEST)).isInstanceOf(TransientChatException.class);
        }
        answer(500, "oops");
        assertThatThrownBy(() -> model.complete(REQUEST)).isInstanceOf(TransientChatException.class);
        server.stubFor(post("/v1/chat/completions").willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
        assertThatThrownBy(() -> model.complete(REQUEST)).isInstanceOf(TransientChatException.class);
    }

    @Test
    void aBodyThatStallsTimesOut() {
        server.stubFor(post("/v1/chat/completions")
                .willReturn(okJson("{\"choices\": []}").withChunkedDribbleDelay(5, 5000)));
        long start = System.nanoTime();
        assertThatThrownBy(() -> model(Duration.ofSeconds(1)).complete(REQUEST))
                .isInstanceOf(TransientChatException.class)
                .hasMessageContaining("no whole reply in 1 s");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void aRefusedKeyStopsTheRunAndIsNeverShown() {
        answer(401, "{\"error\": {\"message\": \"Incorrect API key provided: " + KEY + "\"}}");
        assertThatThrownBy(() -> model.complete(REQUEST))
                .isInstanceOf(ChatStoppedException.class)
                .hasMessageContaining("status 401")
                .hasMessageContaining("***")
                .hasMessageNotContaining(KEY);
    }

    @Test
    void aRequestThatIsWrongIsNotSentAgain() {
        answer(400, "{\"error\": {\"message\": \"too long\", \"code\": \"context_length_exceeded\"}}");
        assertThatThrownBy(() -> model.complete(REQUEST))
                .isExactlyInstanceOf(ChatModelException.class)
                .hasFieldOrPropertyWithValue("failure", FailureCause.REFUSED)
                .hasMessageEndingWith("answered with status 400: too long (context_length_exceeded)");
    }

    @Test
    void anEmptyAccountStopsTheRun() {
        answer(429, "{\"error\": {\"message\": \"no money\", \"code\": \"insufficient_quota\"}}");
        assertThatThrownBy(() -> model.complete(REQUEST)).isInstanceOf(ChatStoppedException.class);
    }

    @Test
    void aServiceSaysWhenToComeBackInMillisecondsOrAsADate() {
        assertThat(retryAfter("retry-after-ms", "1500")).contains(Duration.ofMillis(1500));
        assertThat(retryAfter("Retry-After", "7")).contains(Duration.ofSeconds(7));
        server.stubFor(post("/v1/chat/completions")
                .willReturn(aResponse()
                        .withStatus(503)
                        .withHeader("Date", "Wed, 21 Oct 2015 07:28:00 GMT")
                        .withHeader("Retry-After", "Wed, 21 Oct 2015 07:28:40 GMT")));
        assertThat(retryAfter()).contains(Duration.ofSeconds(40));
        assertThat(retryAfter("Retry-After", "soon")).isEmpty();
    }

    private Optional<Duration> retryAfter(String header, String value) {
        server.stubFor(post("/v1/chat/completions")
                .willReturn(aResponse().withStatus(503).withHeader(header, value)));
        return retryAfter();
    }

    private Optional<Duration> retryAfter() {
        try {
            model.complete(REQUEST);
            throw new AssertionError("answered");
        } catch (TransientChatException e) {
            return e.retryAfter();
        }
    }

    @Test
    void aFilteredAnswerIsAnAnswerWithoutText() {
        answer(200, """
            {"choices": [{"message": {"content": null}, "finish_reason": "content_filter"},
                         {"message": {"content": "half a"}, "finish_reason": "content_filter"}]}
            """);
        assertThat(model.complete(REQUEST).candidates())
                .containsExactly(
                        new Completion.Candidate("", FinishReason.CONTENT_FILTER),
                        new Completion.Candidate("half a", FinishReason.CONTENT_FILTER));
        answer(400, "{\"error\": {\"message\": \"policy\", \"code\": \"content_filter\"}}");
        assertThatThrownBy(() -> model.complete(REQUEST))
                .isExactlyInstanceOf(ChatModelException.class)
                .hasFieldOrPropertyWithValue("failure", FailureCause.CONTENT_FILTER);
    }

    /** Written to a file, such a text would become another one. */
    @Test
    void halfOfASurrogatePairIsAnErrorOfTheRequest() {
        for (String content : List.of("\"half \\ud83d\"", "[{\"type\": \"text\", \"text\": \"\\ude00 x\"}]")) {
            answer(200, "{\"choices\": [{\"message\": {\"content\": " + content + "}, \"finish_reason\": \"stop\"}]}");
            assertThatThrownBy(() -> model.complete(REQUEST))
                    .isInstanceOf(TransientChatException.class)
                    .hasFieldOrPropertyWithValue("failure", FailureCause.UNKNOWN_FORM)
                    .hasMessageContaining("half of a surrogate pair");
        }
        answer(200, "{\"choices\": [{\"message\": {\"content\": \"\\ud83d\\ude00\"}, \"finish_reason\": \"stop\"}]}");
        assertThat(model.complete(ChatRequest.of("q", SamplingSettings.greedy(5)))
                        .text())
                .isEqualTo("\uD83D\uDE00");
    }

    @Test
    void partsOfAContentAreJoinedAndReasoningIsNone() {
        answer(200, """
            {"choices": [{"message": {"content": [{"type": "thinking", "text": "hm"}, {"type": "text", "text": "Hel"},
               {"type": "text", "text": "lo"}]}, "finish_reason": "stop"}]}
            """);
        ChatRequest one = new ChatRequest(REQUEST.turns(), SamplingSettings.greedy(20));
        assertThat(model.complete(one).text()).isEqualTo("Hello");
    }

    @Test
    void anErrorInABodyOfStatus200IsReportedAndSentAFewTimesOnly() {
        answer(200, "{\"error\": {\"message\": \"model m is not loaded\"}}");
        assertThatThrownBy(() -> model.complete(REQUEST))
                .hasMessageContaining("answered with an error: model m is not loaded")
                .isInstanceOfSatisfying(
                        TransientChatException.class,
                        e -> assertThat(e.mostAttempts()).isEqualTo(4));
        answer(200, "{\"error\": {\"message\": \"bad key\", \"code\": 401}}");
        assertThatThrownBy(() -> model.complete(REQUEST)).isInstanceOf(ChatStoppedException.class);
    }

    @Test
    void missingAndAbsurdUsagesAreCountedTooHighRatherThanTooLow() {
        for (String usage : List.of(
                "",
                ", \"usage\": {}",
                ", \"usage\": {\"prompt_tokens\": -3, \"completion_tokens\": 0}",
                ", \"usage\": {\"prompt_tokens\": 99999999, \"completion_tokens\": 99999999}")) {
            answer(
                    200,
                    "{\"choices\": [{\"message\": {\"content\": \"four\"}}, {\"message\": {\"content\": \"five5\"}}]"
                            + usage + "}");
            Usage counted = model.complete(REQUEST).usage();
            assertThat(counted.promptTokens())
                    .isEqualTo(MeteredChatModel.most(REQUEST).promptTokens());
            assertThat(counted.completionTokens()).isBetween(9L, 40L);
        }
    }

    @Test
    void candidatesThatAreMissingAreAskedForAgain() {
        answer(
                200,
                "{\"choices\": [{\"message\": {\"content\": \"one\"}, \"finish_reason\": \"stop\"}],"
                        + " \"usage\": {\"prompt_tokens\": 9, \"completion_tokens\": 4}}");
        Completion completion = new AllCandidatesChatModel(model).complete(REQUEST);
        assertThat(completion.candidates()).hasSize(2);
        assertThat(completion.usage()).isEqualTo(new Usage(18, 8));
    }

    @Test
    void aServiceThatIsNotThereStopsTheRunAtOnce() {
        for (String base : List.of("http://127.0.0.1:1/v1", "http://no-such-host.invalid/v1")) {
            OpenAiChatModel dead = new OpenAiChatModel(URI.create(base), Optional.empty(), "m", Duration.ofMinutes(2));
            long start = System.nanoTime();
            assertThatThrownBy(() -> dead.complete(REQUEST))
                    .isInstanceOf(ChatStoppedException.class)
                    .hasMessageContaining("could not be reached");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
        }
    }

    private void answer(int status, String body) {
        server.stubFor(post("/v1/chat/completions")
                .willReturn(aResponse().withStatus(status).withBody(body)));
    }
}
