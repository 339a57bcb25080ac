package org.reformatted.realign.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.config.ConfigBinder;
import org.reformatted.realign.data.Conversation;
import org.reformatted.realign.data.DataFormats;
import org.reformatted.realign.llm.CheckpointConfig;
import org.reformatted.realign.llm.Price;
import org.reformatted.realign.llm.StubBatchServer;

/** Rewriting through a batch service that misbehaves: nothing is paid twice and nothing is lost. */
class BatchRealignTest {
    private static final int ROWS = Integer.getInteger("batch.rows", 10_000);
    private static final int KILL_ROWS = Integer.getInteger("batch.kill.rows", 180);
    private static final int KILLS = Integer.getInteger("batch.kills", 3);
    private static final List<String> FILES = List.of(
            RealignPipeline.ORIGINAL, RealignPipeline.CONVERSATIONS, RealignPipeline.VERDICTS, RealignPipeline.SUMMARY);

    @TempDir
    Path folder;

    private Path input;

    @BeforeEach
    void write() {
        input = rows(KILL_ROWS);
    }

    private Path rows(int rows) {
        Path file = folder.resolve(rows + ".jsonl");
        DataFormats.write(
                file,
                "conversations",
                IntStream.range(0, rows)
                        .mapToObj(i -> Conversation.of("row-" + i, "question " + i + "?", "It is " + i + ", I say.")));
        return file;
    }

    @Test
    void tenThousandRowsThroughAServiceThatLosesDoublesAndReordersResults() {
        long start = System.nanoTime();
        try (StubBatchServer server = new StubBatchServer(BatchRealignTest::answer, true)) {
            RealignSummary summary =
                    BatchRun.run(server.base().toString(), rows(ROWS), folder.resolve("out"), 2500, "");
            assertThat(summary.total().rewritten()).isEqualTo(ROWS);
            assertThat(server.paid())
                    .hasSize(ROWS)
                    .allSatisfy((key, times) -> assertThat(times).isEqualTo(1));
            assertThat(server.uploads().values()).allMatch(times -> times == 1);
            assertThat(summary.ledger().orElseThrow().answers()).isEqualTo(ROWS);
            assertThat(summary.ledger().orElseThrow().cost().orElseThrow())
                    .as("half of the usual price")
                    .isCloseTo(new Price(1, 4).of(summary.ledger().orElseThrow().usage()), Offset.offset(1e-9));
            System.out.printf(
                    "measured: %d rows in %.1f s through %s%n", ROWS, (System.nanoTime() - start) / 1e9, server.told());
        }
    }

    @Test
    void killedAtAnyMomentItGoesOnWithTheBatchesItBeganAndEndsWithTheSameBytes() throws Exception {
        Path undisturbed = folder.resolve("undisturbed");
        int calls;
        try (StubBatchServer server = new StubBatchServer(BatchRealignTest::answer, true)) {
            BatchRun.run(server.base().toString(), input, undisturbed, 60, "");
            calls = server.calls();
        }
        Path killed = folder.resolve("killed");
        try (StubBatchServer server = new StubBatchServer(BatchRealignTest::answer, true)) {
            for (int moment : new Random(9).ints(KILLS, 1, calls).sorted().toArray()) {
                Process run = start(server, killed);
                while (server.calls() < moment && run.isAlive()) {
                    Thread.sleep(1);
                }
                run.destroyForcibly().waitFor();
            }
            Process last = start(server, killed);
            assertThat(last.waitFor(5, TimeUnit.MINUTES)).isTrue();
            assertThat(last.exitValue()).isZero();
            for (String name : FILES) {
                assertThat(Files.mismatch(killed.resolve(name), undisturbed.resolve(name)))
                        .as(name)
                        .isEqualTo(-1L);
            }
            assertThat(server.paid())
                    .hasSize(KILL_ROWS)
                    .allSatisfy((key, times) -> assertThat(times).isEqualTo(1));
            assertThat(server.uploads().values()).allMatch(times -> times == 1);
            System.out.println("measured: killed " + KILLS + " times; " + server.told());
        }
    }

    @Test
    void aBudgetIsNotPassedAndARaisedOneGoesOn() {
        try (StubBatchServer server = new StubBatchServer(BatchRealignTest::answer, false)) {
            String base = server.base().toString();
            Path out = folder.resolve("budget");
            assertThatThrownBy(() -> BatchRun.run(
                            base, input, out, 100, ", budget: 0.025, sampling: {candidates: 1, maxNewTokens: 50}"))
                    .hasMessageContaining("raise the budget and run again");
            int before = server.paid().size();
            assertThat(before).isGreaterThan(10).isLessThan(KILL_ROWS);
            RealignSummary summary =
                    BatchRun.run(base, input, out, 100, ", budget: 50, sampling: {candidates: 1, maxNewTokens: 50}");
            assertThat(summary.total().rewritten()).isEqualTo(KILL_ROWS);
            assertThat(server.paid())
                    .hasSize(KILL_ROWS)
                    .allSatisfy((key, times) -> assertThat(times).isEqualTo(1));
        }
    }

    @Test
    void aServiceThatForgetsItsBatchesIsAskedAgain() {
        try (StubBatchServer server = new StubBatchServer(BatchRealignTest::answer, false)) {
            Thread forgetting = new Thread(() -> {
                while (server.batches() == 0) {
                    Thread.onSpinWait();
                }
                server.forgetBatches();
            });
            forgetting.start();
            RealignSummary summary = BatchRun.run(server.base().toString(), rows(20), folder.resolve("f"), 100, "");
            assertThat(summary.total().rewritten()).isEqualTo(20);
        }
    }

    @Test
    void aPlanCostsHalf() {
        double whole = RealignPipeline.estimate(
                        plain(), name -> input, CheckpointConfig.Opener.NONE, Optional.empty(), Progress.SILENT)
                .likelyCost()
                .orElseThrow();
        double half = RealignPipeline.estimate(
                        BatchRun.config(100, ""),
                        name -> input,
                        CheckpointConfig.Opener.NONE,
                        Optional.empty(),
                        Progress.SILENT)
                .likelyCost()
                .orElseThrow();
        assertThat(half).isCloseTo(whole / 2, Offset.offset(1e-9));
    }

    private static RealignConfig plain() {
        return ConfigBinder.bind("c", """
            input: {path: in}
            category: open_qa
            reformatter: {model: {endpoint: {name: m, price: {promptPerMillion: 2, completionPerMillion: 8}}}}
            """, RealignConfig.class).value();
    }

    private static String answer(String message) {
        int from = message.indexOf("=== Answer given ===") + 21;
        String given = message.substring(from, message.indexOf("\n\n=== Form", from));
        return "[[REVISED RESPONSE]]\nIn short: " + given;
    }

    private Process start(StubBatchServer server, Path out) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BatchRun.class.getName(),
                        server.base().toString(),
                        input.toString(),
                        out.toString(),
                        "60")
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                .start();
    }
}
