package org.reformatted.realign.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reformatted.realign.base.Json;

/** What the states of a batch, and the results of single requests, mean for a run. */
class BatchChatModelTest {
    private static final SamplingSettings SAMPLING = SamplingSettings.greedy(20);

    @TempDir
    Path folder;

    private HttpServer server;
    private final List<Duration> pauses = new ArrayList<>();
    private final List<JsonNode> uploaded = new ArrayList<>();
    /** The state in which each batch ends, in order; the last one holds for all others. */
    private final List<String> ends = new ArrayList<>();

    private Function<String, String> result = BatchChatModelTest::answered;
    /** Odd lines before those of the results. */
    private String before = "";

    private int created;
    private int listings;
    /** What a new batch is answered with, when not as usual. */
    private String begun = "";

    private boolean lists = true;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String reply =
                    reply(exchange.getRequestMethod(), exchange.getRequestURI().getPath(), body);
            byte[] bytes = reply.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(reply.isEmpty() ? 404 : 200, bytes.length == 0 ? -1 : bytes.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String reply(String method, String path, String body) throws IOException {
        boolean post = method.equals("POST");
        if (path.equals("/v1/files") && post) {
            String lines = body.substring(body.indexOf("{\"custom_id\""), body.lastIndexOf("}") + 1);
            for (String line : lines.lines().toList()) {
                uploaded.add(Json.MAPPER.readTree(line));
            }
            return "{\"id\": \"input\"}";
        }
        if (path.equals("/v1/batches") && post) {
            int number = created++;
            return begun.isEmpty() ? "{\"id\": \"b" + number + "\", \"status\": \"validating\"}" : begun;
        }
        if (path.startsWith("/v1/batches/b")) {
            String end = ends.get(Math.min(ends.size(), created) - 1);
            return end.startsWith("{")
                    ? end
                    : "{\"id\": \"b0\", \"status\": \"" + end + "\", \"output_file_id\": \"out\"}";
        }
        if (path.equals("/v1/files/out/content")) {
            StringBuilder lines = new StringBuilder(before);
            uploaded.forEach(request -> lines.append(
                            result.apply(request.path("custom_id").asText()))
                    .append('\n'));
            return lines.toString();
        }
        listings++;
        return lists ? "{\"data\": []}" : "";
    }

    private static String answered(String key) {
        return line(
                key,
                "{\"status_code\": 200, \"body\": {\"choices\": [{\"message\": {\"content\": \"yes\"},"
                        + " \"finish_reason\": \"stop\"}], \"usage\": {\"prompt_tokens\": 3, \"completion_tokens\": 1}}}");
    }

    private static String line(String key, String response) {
        return "{\"custom_id\": \"" + key + "\", \"response\": " + response + "}";
    }

    @Test
    void aCompletedBatchIsCollectedAndForgotten() {
        ends.add("completed");
        assertThat(ask(3))
                .hasSize(3)
                .allSatisfy((i, done) -> assertThat(done.text()).isEqualTo("yes"));
        assertThat(created).isEqualTo(1);
        assertThat(uploaded.get(0).path("url").asText()).isEqualTo("/v1/chat/completions");
        assertThat(uploaded.get(0).at("/body/max_tokens").asInt()).isEqualTo(20);
        try (BatchJournal journal = BatchJournal.open(folder.resolve("a.sqlite"))) {
            assertThat(journal.started("m")).isEmpty();
        }
    }

    @Test
    void aServiceWithoutListsIsUsedAsWell() {
        lists = false;
        ends.add("completed");
        assertThat(ask(2)).hasSize(2);
    }

    @Test
    void aBatchThatMayHaveArrivedIsNotSentAgainToAServiceThatListsNone() {
        lists = false;
        begun = "{}";
        ends.add("completed");
        assertThatThrownBy(() -> ask(2))
                .isInstanceOf(ChatStoppedException.class)
                .hasMessageContaining("does not list its batches")
                .hasMessageContaining("so that nothing is paid twice");
        assertThat(created).isEqualTo(1);
    }

    @Test
    void anExpiredBatchIsCollectedAndTheRestSentInAnother() {
        ends.addAll(List.of("expired", "completed"));
        result = key -> created == 1
                        && key.equals(uploaded.get(0).path("custom_id").asText())
                ? "{\"custom_id\": \"" + key + "\", \"response\": null, \"error\": {\"code\": \"batch_expired\"}}"
                : answered(key);
        assertThat(ask(3)).hasSize(3);
        assertThat(created).isEqualTo(2);
        assertThat(uploaded).as("three, then the one that expired").hasSize(4);
    }

    @Test
    void aLimitOfTheServiceIsWaitedForAndARefusedOrCancelledBatchEndsTheRun() {
        ends.addAll(List.of(
                "{\"id\": \"b0\", \"status\": \"failed\", \"errors\": {\"data\": [{\"code\": \"token_limit_exceeded\","
                        + " \"message\": \"Enqueued token limit reached\"}]}}",
                "completed"));
        assertThat(ask(2)).hasSize(2);
        assertThat(pauses).contains(Duration.ofSeconds(7));
        ends.clear();
        ends.add("{\"id\": \"b0\", \"status\": \"failed\", \"errors\": {\"data\": [{\"code\": \"invalid_model\","
                + " \"message\": \"no such model\"}]}}");
        assertThatThrownBy(() -> ask(5))
                .isInstanceOf(ChatStoppedException.class)
                .hasMessageContaining("was refused: invalid_model: no such model");
        ends.set(0, "cancelled");
        result = key -> "";
        assertThatThrownBy(() -> ask(6))
                .isInstanceOf(ChatStoppedException.class)
                .hasMessageContaining("was cancelled");
    }

    @Test
    void aLimitThatLastsIsTheReasonOfItsRequests() {
        ends.add("{\"id\": \"b0\", \"status\": \"failed\", \"errors\": {\"data\": [{\"code\": \"token_limit_exceeded\","
                + " \"message\": \"Enqueued token limit reached\"}]}}");
        assertThatThrownBy(() -> ask(1))
                .isInstanceOfSatisfying(
                        PartialAnswerException.class,
                        e -> assertThat(e.failures().get(0))
                                .hasMessageContaining(
                                        "gave no answer in 3 batches; the last fault: a batch was not taken:")
                                .hasMessageContaining("Enqueued token limit reached"));
    }

    @Test
    void aRefusedRequestIsFinalAndOneThatIsNeverAnsweredStaysOpen() {
        ends.add("completed");
        result = key -> key.equals(uploaded.get(0).path("custom_id").asText())
                ? line(key, "{\"status_code\": 400, \"body\": {\"error\": {\"message\": \"too long\"}}}")
                : "{half";
        assertThatThrownBy(() -> ask(2)).isInstanceOfSatisfying(PartialAnswerException.class, e -> {
            assertThat(e.failures().get(0).failure()).isEqualTo(FailureCause.REFUSED);
            assertThat(e.failures().get(1).failure()).isEqualTo(FailureCause.SERVICE_ERROR);
            assertThat(e.failures().get(1)).hasMessage("m gave no answer in 3 batches; it lost the request each time");
        });
        assertThat(created).isEqualTo(3);
        assertThat(uploaded).as("the refused request is sent once").hasSize(4);
    }

    /** Lines that are of no use beside good ones. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "not JSON\n",
                "{\"custom_id\": \"half\n",
                "\n\n",
                "[]\n",
                "17\n",
                "null\n",
                "{}\n",
                "{\"response\": {\"status_code\": 200, \"body\": {}}}\n",
                "{\"custom_id\": null, \"response\": null}\n",
                "{\"custom_id\": 5, \"response\": null}\n",
                "{\"custom_id\": \"another\", \"response\": {\"status_code\": 500, \"body\": {}}}\n",
                "{\"custom_id\": \"a\", \"custom_id\": \"b\"}\n"
            })
    void aLineThatBelongsToNoRequestIsPassedOver(String line) {
        ends.add("completed");
        before = line;
        assertThat(ask(3)).hasSize(3);
        assertThat(created).isEqualTo(1);
    }

    /** What the first batch says of the first request; the second batch answers it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not JSON",
                "{\"response\": {\"status_code\": 200}}",
                "{\"custom_id\": \"KEY\"}",
                "{\"custom_id\": \"KEY\", \"response\": null, \"error\": null}",
                "{\"custom_id\": \"KEY\", \"error\": {\"code\": \"server_error\", \"message\": \"again\"}}",
                "{\"custom_id\": \"KEY\", \"error\": \"server error\"}",
                "{\"custom_id\": \"KEY\", \"response\": \"200\"}",
                "{\"custom_id\": \"KEY\", \"response\": {\"status_code\": 200}}",
                "{\"custom_id\": \"KEY\", \"response\": {\"status_code\": 200, \"body\": \"text\"}}",
                "{\"custom_id\": \"KEY\", \"response\": {\"status_code\": 200, \"body\": {\"choices\": []}}}",
                "{\"custom_id\": \"KEY\", \"response\": {\"status_code\": 200, \"body\": {\"choices\": [{}]}}}",
                "{\"custom_id\": \"KEY\", \"response\": {\"status_code\": 200, \"body\": {\"choices\": {\"a\": 1}}}}",
                "{\"custom_id\": \"KEY\", \"response\": {\"status_code\": 500, \"body\": {\"error\": {\"message\":"
                        + " \"oops\"}}}}",
                "{\"custom_id\": \"KEY\", \"response\": {\"status_code\": 429, \"body\": {\"error\": {\"message\":"
                        + " \"slow\"}}}}"
            })
    void aRequestWithoutAUsableResultIsSentInAnotherBatch(String line) {
        ends.add("completed");
        result = key ->
                created == 1 && key.equals(uploaded.get(0).path("custom_id").asText())
                        ? line.replace("KEY", key)
                        : answered(key);
        assertThat(ask(3)).hasSize(3);
        assertThat(created).isEqualTo(2);
        assertThat(uploaded).as("three, then the one again").hasSize(4);
    }

    @Test
    void ofTwoResultsForOneRequestTheFirstAnswerCounts() {
        ends.add("completed");
        result = key -> line(key, "{\"status_code\": 500, \"body\": {}}") + "\n" + answered(key) + "\n"
                + answered(key).replace("yes", "no");
        assertThat(ask(3))
                .hasSize(3)
                .allSatisfy((i, done) -> assertThat(done.text()).isEqualTo("yes"));
        assertThat(created).isEqualTo(1);
    }

    @Test
    void aNewBatchIsNotLookedForInTheServicesLists() {
        ends.add("completed");
        assertThat(ask(3)).hasSize(3);
        assertThat(listings).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"status\": \"validating\"}", "{\"id\": \"b0\"}", "{\"id\": 3, \"status\": null}"})
    void aBatchWithoutIdOrStateEndsTheRunInsteadOfBeingWaitedForForever(String reply) {
        ends.add("completed");
        begun = reply;
        assertThatThrownBy(() -> ask(1))
                .isInstanceOf(ChatStoppedException.class)
                .hasMessageContaining("sent a batch without \"id\" or \"status\"");
        assertThat(listings).as("looked for before it is sent again").isPositive();
    }

    @Test
    void batchesStandInTheOrderInWhichTheyWereBegun() {
        try (BatchJournal journal = BatchJournal.open(folder.resolve("j.sqlite"))) {
            journal.note("m", new BatchJournal.Begun("one", null, Set.of("a")));
            journal.note("m", new BatchJournal.Begun("two", null, Set.of("b")));
            journal.note("m", new BatchJournal.Begun("one", "id", Set.of("a")));
            assertThat(journal.started("m"))
                    .extracting(BatchJournal.Begun::name)
                    .containsExactly("one", "two");
            assertThat(journal.started("m").get(0).id()).isEqualTo("id");
        }
    }

    private Map<Integer, Completion> ask(int requests) {
        Map<Integer, Completion> answers = new TreeMap<>();
        URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
        ServiceClient client = new ServiceClient(base, Optional.empty(), "m", Duration.ofSeconds(10));
        try (AnswerStore store = AnswerStore.open(folder.resolve("a.sqlite"));
                ChatModel model = new CachingChatModel(
                        new BatchChatModel(
                                new BatchApi(client, RetryPolicy.of(2), pauses::add),
                                new BatchConfig(100, 7, 3),
                                store,
                                "m",
                                ProviderQuirks.NONE,
                                new BatchBudget(Price.FREE, Double.POSITIVE_INFINITY, () -> Usage.NONE),
                                pauses::add),
                        store)) {
            List<ChatRequest> asked = new ArrayList<>();
            for (int i = 0; i < requests; i++) {
                asked.add(ChatRequest.of("question " + i, SAMPLING));
            }
            model.completeAll(asked, (completion, i) -> answers.put(i, completion));
        }
        return answers;
    }
}
