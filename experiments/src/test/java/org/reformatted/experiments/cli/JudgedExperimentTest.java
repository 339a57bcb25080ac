package org.reformatted.experiments.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.realign.base.Json;

/** An experiment whose answers a judge behind the chat-completions protocol rates and compares. */
class JudgedExperimentTest {
    private static final int QUESTIONS = 4;

    /** Two arms, each rated on two turns; the second compared with the first in both orders. */
    private static final int RATINGS = 2 * QUESTIONS * 2;

    private static final int COMPARISONS = QUESTIONS * 2;

    /** Two arms, each compared with the same file in both orders. */
    private static final int AGAINST_FILE = 2 * QUESTIONS * 2;

    private static final int REQUESTS = RATINGS + COMPARISONS + AGAINST_FILE;

    private static final String CONFIG = """
        name: judged
        realign:
          input: {path: quickstart/train.jsonl, format: conversations, limit: 16}
        finetune:
          model:
            llama:
              hiddenSize: 32
              intermediateSize: 64
              layers: 1
              attentionHeads: 4
              keyValueHeads: 2
              maxPositions: 2048
              tokenizer: quickstart-base
          template: plain
          length: {steps: 2}
          batch: {examples: 4}
          optimizer: {learningRate: 3.0e-3}
        evaluate:
          - task: mt-bench
            data: questions.jsonl
            sampling: {maxNewTokens: 8}
            judge: {JUDGE, repeats: 1}
          - task: readability
            data: questions.jsonl
            sampling: {maxNewTokens: 8}
            judge: {JUDGE}
          - task: alpaca-eval
            data: outputs.json
            sampling: {maxNewTokens: 8}
            judge: {JUDGEAGAINST}
        report: {paper: [general-alignment, readability]}
        """;

    private static final String ASKED =
            "model: {name: stub-judge, concurrency: 2, price: {promptPerMillion: 1, completionPerMillion: 2}}";

    @TempDir
    Path folder;

    private HttpServer server;
    private HarnessProcess harness;
    private final AtomicInteger asked = new AtomicInteger();
    private volatile int patience = Integer.MAX_VALUE;

    @BeforeEach
    void start() throws IOException {
        StringBuilder questions = new StringBuilder();
        for (int i = 0; i < QUESTIONS; i++) {
            questions.append("{\"question_id\": " + i + ", \"category\": \"writing\", \"turns\": [\"Why " + i
                    + "?\", \"And how?\"]}\n");
        }
        Files.writeString(folder.resolve("questions.jsonl"), questions);
        Files.writeString(
                folder.resolve("outputs.json"),
                Json.line(IntStream.range(0, QUESTIONS)
                        .mapToObj(i -> Map.of("instruction", "Say " + i + ".", "output", "" + i, "generator", "other"))
                        .toList()));
        server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
        server.setExecutor(Executors.newFixedThreadPool(2));
        server.createContext("/v1/chat/completions", this::reply);
        server.start();
        harness = start("http://localhost:" + server.getAddress().getPort() + "/v1");
    }

    private static HarnessProcess start(String service) throws IOException {
        return HarnessProcess.start(Map.of("OPENAI_BASE_URL", service, "OPENAI_API_KEY", ""));
    }

    @AfterEach
    void stop() {
        harness.close();
        server.stop(0);
    }

    @Test
    void aMissingKeyIsToldBeforeAnythingIsTrained() throws Exception {
        harness.close();
        harness = start(""); // OpenAI's own, which needs a key
        assertThat(harness("run", config("keyless.yaml", ASKED), 1)).contains("OPENAI_API_KEY is not set");
        try (Stream<Path> steps = Files.list(folder.resolve("runs/judged"))) {
            assertThat(steps.filter(Files::isDirectory)).isEmpty();
        }
    }

    /** Rates every first turn 6 and every second 4; prefers whichever answer stands first. */
    private void reply(HttpExchange exchange) throws IOException {
        JsonNode request = Json.MAPPER.readTree(exchange.getRequestBody().readAllBytes());
        String prompt = request.path("messages").toString();
        boolean refused = asked.incrementAndGet() > patience;
        String verdict = prompt.contains("[[B]]") ? "So [[A]]" : prompt.contains("And how?") ? "[[4]]" : "[[6]]";
        byte[] body = (refused
                        ? "{\"error\": {\"message\": \"no more\"}}"
                        : Json.line(Map.of(
                                "choices",
                                List.of(Map.of("message", Map.of("content", verdict), "finish_reason", "stop")))))
                .getBytes(UTF_8);
        exchange.sendResponseHeaders(refused ? 402 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Test
    void asksTheJudgeOnceForEachVerdictAndPlaysItsRecordingsWithoutIt() throws Exception {
        Path config = config("asked.yaml", ASKED);
        assertThat(harness("validate", config, 0)).contains("valid; 2 arms");
        assertThat(harness("plan", config, 0))
                .contains(
                        "new        judge-original-seed42-mt-bench-", "new        judge-realigned-seed42-readability-")
                .doesNotContain("judge-original-seed42-readability")
                .containsPattern(
                        "judged by stub-judge: 8 requests, at most [\\d,]+ tokens read and 16,384 written, 0.\\d\\d USD;"
                                + " missing answers are counted with their maximum length");
        patience = 5;
        assertThat(harness("run", config, 1)).contains("no more");
        patience = Integer.MAX_VALUE;
        int before = 5;
        asked.set(0);
        harness("run", config, 0);
        assertThat(asked.get()).isEqualTo(REQUESTS - before);
        Path runs = folder.resolve("runs/judged");
        String report =
                Files.readString(only(runs, "report-").resolve("report.md")).replaceAll("@[0-9a-f]{8} ", "@HASH ");
        assertThat(report)
                .contains("mt-bench (mt-bench/2@HASH (temperature 0.0, 2048 tokens) by stub-judge), realigned against"
                        + " original: 5.00 against 5.00")
                .contains("readability (readability/2@HASH (temperature 0.0, 2048 tokens) by stub-judge), realigned"
                        + " against original, seed 42: win rate 50.0% \\[15.0, 85.0\\] over 4 answers: 0 won, 4"
                        + " tied, 0 lost; both orders agree on 0.0%.")
                .contains("readability (readability/2@HASH (temperature 0.0, 2048 tokens) by stub-judge against"
                        + " original), realigned against original: 50.0% against 50.0%, difference 0.0 \\[")
                .contains("alpaca-eval (alpaca-eval/2@HASH (temperature 0.0, 256 tokens) by stub-judge against"
                        + " outputs.json), realigned against original: 50.0% against 50.0%, difference 0.0 \\[")
                .contains(
                        "alpaca-eval (alpaca-eval/2@HASH (temperature 0.0, 256 tokens) by stub-judge), original against"
                                + " outputs.json, seed 42: win rate 50.0%")
                .contains("stub-judge), realigned against outputs.json, seed 42: win rate 50.0%")
                .contains("## Judged scores", "Readability of LLaMA-2-13B", "by stub-judge, turn-2");
        assertThat(harness("run", config, 0)).contains("nothing to do");
        assertThat(asked.get()).isEqualTo(REQUESTS - before);

        assertThat(said(
                        0,
                        "judge",
                        "readability",
                        "--predictions",
                        only(runs, "evaluate-realigned-seed42-readability")
                                .resolve("predictions.jsonl")
                                .toString(),
                        "--against",
                        only(runs, "evaluate-original-seed42-readability")
                                .resolve("predictions.jsonl")
                                .toString(),
                        "--model",
                        "stub-judge",
                        "--repeats",
                        "2",
                        "--answers",
                        folder.resolve("kept.sqlite").toString()))
                .contains("wins 0, losses 0, ties 4")
                .contains("judged 2 times: 100.0% of verdicts equal, kappa NaN, over 4 judgments; scores 50.0000,"
                        + " 50.0000,")
                .contains("100.0% of decided verdicts went to the answer shown first: no bias beyond chance");
        assertThat(asked.get()).isEqualTo(REQUESTS - before + 2 * COMPARISONS);
        Path recording = Files.createFile(folder.resolve("recording.jsonl"));
        try (Stream<Path> steps = Files.list(runs)) {
            for (Path step : steps.filter(s -> s.getFileName().toString().startsWith("judge-"))
                    .sorted()
                    .toList()) {
                Files.write(
                        recording,
                        Files.readAllBytes(step.resolve("recording.jsonl")),
                        java.nio.file.StandardOpenOption.APPEND);
            }
        }
        Map<String, String> judged = judged(runs);
        assertThat(judged).hasSize(5);
        server.stop(0);
        Path replayed = config("replayed.yaml", "replay: recording.jsonl");
        assertThat(harness("plan", replayed, 0))
                .contains(
                        "stale      judge-original-seed42-mt-bench-",
                        "replays a recording: calls no model and costs nothing")
                .contains("cached     evaluate-original-seed42-mt-bench-");
        harness("run", replayed, 0);
        assertThat(judged(runs)).isEqualTo(judged);
    }

    @Test
    void aCheckpointJudgesAndItsRepliesAreKept() throws Exception {
        Path config = config("checkpoint.yaml", ASKED);
        harness("run", config, 0);
        Path runs = folder.resolve("runs/judged");
        String predictions = only(runs, "evaluate-original-seed42-readability")
                .resolve("predictions.jsonl")
                .toString();
        List<String> judge = List.of(
                "judge",
                "auto-j",
                "--predictions",
                predictions,
                "--model-dir",
                only(runs, "finetune-original").resolve("checkpoint").toString(),
                "--answers",
                folder.resolve("kept.sqlite").toString(),
                "--limit",
                "1",
                "--attempts",
                "1");
        asked.set(0);
        JsonNode report = Json.MAPPER.readTree(said(0, join(judge, "--json")).replaceAll("(?s)^[^{]*", ""));
        assertThat(report.path("judge").asText())
                .matches("auto-j/2@[0-9a-f]{8} \\(temperature 0.0, 1024 tokens\\) by .*");
        assertThat(report.path("unjudged").asInt() + report.path("n").asInt()).isEqualTo(1);
        assertThat(report.path("rows").path(0).path("judgment").asText()).isNotEmpty();
        JsonNode again = Json.MAPPER.readTree(said(0, join(judge, "--json")).replaceAll("(?s)^[^{]*", ""));
        assertThat(again).isEqualTo(report);
        assertThat(asked.get()).isZero();
        assertThat(said(0, join(judge, "--dry-run", "--repeats", "3")))
                .contains("3 requests, at most")
                .contains("at no cost");
        assertThat(said(2, join(judge, "--model", "x"))).contains("mutually exclusive");
        assertThat(said(2, join(judge, "--template", "tea"))).contains("--template: ", "tea");
        assertThat(said(2, join(judge, "--repeats", "0"))).contains("--repeats (0) must be positive");
    }

    private static String[] join(List<String> words, String... more) {
        return Stream.concat(words.stream(), Stream.of(more)).toArray(String[]::new);
    }

    @Test
    void aJudgeThatCannotBeIsToldInASentence() throws Exception {
        assertThat(harness("validate", config("a.yaml", "attempts: 2"), 2))
                .contains("evaluate[0].judge.model is missing");
        assertThat(harness("validate", config("b.yaml", "replay: nowhere.jsonl"), 2))
                .contains("evaluate[0].judge.model.recording.file: nowhere.jsonl was found in none of");
        assertThat(harness("validate", config("c.yaml", "protocol: horoscope, replay: questions.jsonl"), 2))
                .contains("protocol (horoscope) must be one of mt-bench, auto-j, factuality, pairwise");
        assertThat(harness("validate", config("d.yaml", "against: questions.jsonl, replay: questions.jsonl"), 2))
                .contains("judge.against is not allowed: mt-bench does not compare answers");
        assertThat(harness("validate", config("e.yaml", "references: questions.jsonl, replay: questions.jsonl"), 2))
                .contains("judge.references are not allowed: only protocols of MT-Bench show any");
    }

    @Test
    void whatAJudgeWouldMissIsToldBeforeAnythingIsTrained() throws Exception {
        Files.writeString(
                folder.resolve("few.json"), Json.line(List.of(Map.of("instruction", "Say 0.", "output", "0"))));
        assertThat(harness("validate", against("few.json"), 2))
                .contains("evaluate[2].judge.against: answer 1: no answer of that id on the other side");
        assertThat(harness("validate", against("questions.jsonl"), 2))
                .contains("evaluate[2].judge.against: ", "questions.jsonl:1: ", "\"output\"");
        assertThat(harness("validate", replaced("judge: {model", "judge: {protocol: factuality, model"), 2))
                .contains("judge.against is not allowed: factuality does not compare answers");
        assertThat(harness("validate", replaced("repeats: 1", "protocol: factuality"), 2))
                .contains("evaluate[0].judge: answer 0: no \"reference\"");
    }

    private Path against(String file) throws IOException {
        return replaced("against: outputs.json", "against: " + file);
    }

    private Path replaced(String what, String by) throws IOException {
        Path config = config("replaced.yaml", ASKED);
        return Files.writeString(config, Files.readString(config).replace(what, by));
    }

    private Path config(String name, String judge) throws IOException {
        return Files.writeString(
                folder.resolve(name),
                CONFIG.replace("JUDGEAGAINST", judge.contains("against") ? judge : judge + ", against: outputs.json")
                        .replace("JUDGE", judge));
    }

    /** The summary of every judge step but the newest of a name; of one that was played, it overwrites the one that was asked. */
    private static Map<String, String> judged(Path runs) throws IOException {
        Map<String, String> judged = new java.util.TreeMap<>();
        try (Stream<Path> steps = Files.list(runs)) {
            for (Path step : steps.filter(s -> s.getFileName().toString().startsWith("judge-"))
                    .sorted(java.util.Comparator.comparingLong(s -> s.toFile().lastModified()))
                    .toList()) {
                String name = step.getFileName().toString().replaceAll("-[0-9a-f]{8}$", "");
                judged.put(name, Files.readString(step.resolve("judged.json")));
            }
        }
        return judged;
    }

    private static Path only(Path runs, String start) throws IOException {
        try (Stream<Path> steps = Files.list(runs)) {
            return steps.filter(s -> s.getFileName().toString().startsWith(start))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private String harness(String command, Path config, int code) throws Exception {
        return said(
                code,
                command,
                config.toString(),
                "--runs",
                folder.resolve("runs").toString());
    }

    private String said(int code, String... words) throws Exception {
        HarnessProcess.Said said = harness.call(words);
        assertThat(said.code()).as(said.text()).isEqualTo(code);
        return said.text();
    }
}
