package org.reformatted.realign.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.config.ConfigBinder;
import org.reformatted.realign.data.Conversation;
import org.reformatted.realign.data.DataFormats;
import org.reformatted.realign.llm.ChatModel;
import org.reformatted.realign.llm.ChatRequest;
import org.reformatted.realign.llm.CheckpointConfig;
import org.reformatted.realign.llm.ConcurrentChatModel;
import org.reformatted.realign.llm.LatencyStub;
import org.reformatted.realign.llm.OpenAiChatModel;
import org.reformatted.realign.llm.SamplingSettings;

/**
 * How near rewriting by a model comes to what the service's latency allows: rows x latency / requests at once. Small by default, on
 * machines that are busy otherwise, where searching one row after another would give 0.06; {@code -Dmodel.rows=20000 -Dmodel.concurrency=64
 * -Dmodel.latency=50 -Dmodel.share=0.9} gives the full size.
 */
class ModelThroughputTest {
    private static final int ROWS = Integer.getInteger("model.rows", 320);
    private static final int CONCURRENCY = Integer.getInteger("model.concurrency", 16);
    private static final double SHARE = Double.parseDouble(System.getProperty("model.share", "0.3"));
    private static final int LATENCY = Integer.getInteger("model.latency", 150);

    private static final String REPLY =
            "{\"model\": \"m-0001\", \"choices\": [{\"index\": 0, \"finish_reason\": \"stop\", \"message\": {\"role\":"
                    + " \"assistant\", \"content\": \"[[REVISED RESPONSE]]\\n"
                    + "It lies at a river and has a bridge, which is known of it.\"}}], \"usage\": {\"prompt_tokens\":"
                    + " 300, \"completion_tokens\": 20}}";

    @TempDir
    static Path folder;

    @BeforeAll
    static void prepare() throws IOException {
        DataFormats.write(
                folder.resolve("rows.jsonl"),
                "conversations",
                IntStream.range(0, ROWS)
                        .mapToObj(i -> Conversation.of(
                                "row-" + i,
                                "What is known of river " + i % 97 + " and of town number " + i + "?",
                                "The town of number " + i + " lies at river " + i % 97 + ". It has a bridge.")));
        JsonLines.write(
                folder.resolve("corpus.jsonl"),
                IntStream.range(0, 2000)
                        .mapToObj(i -> Map.of(
                                "text", "River " + i % 97 + " flows by town number " + i + ", which has a bridge.")));
        measured("corpus", 64, "{lucene: {corpus: corpus.jsonl}}", Map.of()); // the virtual machine compiles
    }

    @Test
    void withEvidenceOfACorpusTheModelIsKeptBusy() throws IOException {
        assertThat(measured("corpus", ROWS, "{lucene: {corpus: corpus.jsonl}}", Map.of()))
                .isGreaterThan(SHARE);
    }

    @Test
    void withEvidenceOfAWebSearchTheModelIsKeptBusy() throws IOException {
        try (LatencyStub search =
                LatencyStub.start(LATENCY, "{\"organic\": [{\"snippet\": \"A bridge.\", \"link\": \"a\"}]}")) {
            String evidence = "{web: {concurrency: " + CONCURRENCY + "}}";
            Map<String, String> environment = Map.of(
                    "SERPER_API_KEY",
                    "search-0123456789abcdef",
                    "SERPER_BASE_URL",
                    search.base().toString());
            assertThat(measured("web", ROWS, evidence, environment)).isGreaterThan(SHARE);
            assertThat(search.answered()).isEqualTo(ROWS);
        }
    }

    private static double measured(String name, int rows, String evidence, Map<String, String> environment)
            throws IOException {
        String yaml = """
            input: {path: rows.jsonl, limit: %d}
            category: open_qa
            evidence: %s
            filters: [alpaca]
            reformatter: {model: {endpoint: {name: m, concurrency: %d, sampling: {candidates: 1}}}}
            """.formatted(rows, evidence, CONCURRENCY);
        RealignConfig config = ConfigBinder.bind("c", yaml, RealignConfig.class).value();
        try (LatencyStub server = LatencyStub.start(LATENCY, REPLY)) {
            Map<String, String> all = new HashMap<>(environment);
            all.put("OPENAI_BASE_URL", server.base() + "/v1");
            long cpu = processNanos();
            long start = System.nanoTime();
            RealignSummary summary = RealignPipeline.run(
                    config,
                    folder::resolve,
                    CheckpointConfig.Opener.NONE,
                    all,
                    folder.resolve(name + "-" + rows),
                    Progress.SILENT);
            double seconds = (System.nanoTime() - start) / 1e9;
            assertThat(summary.total().rewritten()).isEqualTo(rows);
            assertThat(server.answered()).isEqualTo(rows);
            double cpuMillis = (processNanos() - cpu) / 1e6 / rows;
            double bound = rows * (LATENCY / 1e3) / CONCURRENCY;
            System.out.printf(
                    Locale.ROOT,
                    "measured: evidence by %s, %d rows, %d requests at once, %d ms each: %.2f s, bound"
                            + " %.2f s, share %.2f; %.2f ms of CPU a row, the stub's included%n",
                    name,
                    rows,
                    CONCURRENCY,
                    LATENCY,
                    seconds,
                    bound,
                    bound / seconds,
                    cpuMillis);
            return bound / seconds;
        }
    }

    /** The same service asked by as many threads that do nothing else: what this machine, busy as it is, leaves of the bound. */
    @Test
    void requestsAloneForComparison() throws IOException {
        try (LatencyStub server = LatencyStub.start(LATENCY, REPLY);
                ChatModel bare = new ConcurrentChatModel(
                        new OpenAiChatModel(server.base(), Optional.empty(), "m", Duration.ofMinutes(1)),
                        CONCURRENCY)) {
            String text = "What is known of it? ".repeat(60);
            List<ChatRequest> requests = IntStream.range(0, ROWS)
                    .mapToObj(i -> ChatRequest.of(text + i, SamplingSettings.greedy(100)))
                    .toList();
            AtomicInteger answered = new AtomicInteger();
            long cpu = processNanos();
            long start = System.nanoTime();
            bare.completeAll(requests, (completion, i) -> answered.incrementAndGet());
            double seconds = (System.nanoTime() - start) / 1e9;
            double bound = ROWS * (LATENCY / 1e3) / CONCURRENCY;
            System.out.printf(
                    Locale.ROOT,
                    "measured: requests alone, %d, %d at once, %d ms each: %.2f s, bound %.2f s, share %.2f; %.2f ms"
                            + " of CPU a request%n",
                    ROWS,
                    CONCURRENCY,
                    LATENCY,
                    seconds,
                    bound,
                    bound / seconds,
                    (processNanos() - cpu) / 1e6 / ROWS);
            assertThat(answered).hasValue(ROWS);
        }
    }

    private static long processNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }
}
