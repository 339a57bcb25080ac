package org.reformatted.realign.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.realign.Shared;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.config.ConfigBinder;
import org.reformatted.realign.data.Conversation;
import org.reformatted.realign.data.DataFormats;
import org.reformatted.realign.llm.ChatRequest;
import org.reformatted.realign.llm.CheckpointConfig;
import org.reformatted.realign.llm.StubServer;
import org.reformatted.realign.llm.UnansweredException;
import org.reformatted.realign.llm.Usage;

/**
 * Realigning through a server that misbehaves. Small by default; {@code -Dchaos.rows=4000 -Dchaos.kills=10} gives the full size, with
 * rows of Alpaca and Dolly in place of made-up ones; {@code scripts/bench realign} does that.
 */
class ModelRealignTest {
    private static final int ROWS = Integer.getInteger("chaos.rows", 60);
    private static final int KILLS = Integer.getInteger("chaos.kills", 2);
    private static final int CONCURRENCY = 16;

    @TempDir
    static Path folder;

    private static Path input;
    private static Path undisturbed;
    private static StubServer server;
    private static RealignSummary summary;

    @BeforeAll
    static void runUndisturbed() throws IOException {
        input = input();
        undisturbed = folder.resolve("undisturbed");
        server = new StubServer(StubServer::chaos, ModelRealignTest::reply);
        summary = ChaosRun.run(server.base().toString(), input, undisturbed);
    }

    @AfterAll
    static void close() {
        server.close();
    }

    @Test
    void everyRowEndsWithAVerdictWhateverTheServerDoes() {
        List<RowVerdict> verdicts = verdicts(undisturbed);
        assertThat(verdicts).extracting(RowVerdict::id).isEqualTo(ids(input));
        assertThat(summary.total().rows()).isEqualTo(verdicts.size());
        assertThat(summary.total().rewritten()).isGreaterThan(ROWS / 2);
    }

    @Test
    void theLedgerIsTheServersOwnCountAndNothingIsPaidTwice() {
        assertThat(server.paidTwice()).isEmpty();
        RealignSummary.Ledger ledger = summary.ledger().orElseThrow();
        assertThat(ledger.answers()).isEqualTo(server.paid());
        assertThat(ledger.usage()).isEqualTo(server.usage());
        assertThat(ledger.cost().orElseThrow())
                .isEqualTo((server.usage().promptTokens() + 2 * server.usage().completionTokens()) / 1e6);
        System.out.println("measured: " + summary.total() + "; ledger " + ledger + "; the server answered "
                + server.paid() + " of " + server.requests() + " requests");
    }

    @Test
    void aSecondRunAsksNothing() {
        long requests = server.requests();
        assertThat(ChaosRun.run(server.base().toString(), input, undisturbed)).isEqualTo(summary);
        assertThat(server.requests()).isEqualTo(requests);
    }

    @Test
    void killedAtRandomMomentsItEndsWithTheSameBytesAndAsksNothingAgainThatWasAnswered() throws Exception {
        Path killed = folder.resolve("killed");
        Map<String, Long> kept = new HashMap<>();
        long requests = server.requests();
        try (StubServer other = new StubServer(StubServer::chaos, ModelRealignTest::reply)) {
            for (long moment : new Random(4).longs(KILLS, 1, requests).sorted().toArray()) {
                Process run = start(other, input, killed);
                while (other.requests() < moment) {
                    assertThat(run.isAlive()).as("runs until it is killed").isTrue();
                    Thread.sleep(1);
                }
                run.destroyForcibly().waitFor();
                other.awaitIdle();
                answered(killed)
                        .forEach(question ->
                                kept.putIfAbsent(question, other.asked().get(question)));
            }
            Process last = start(other, input, killed);
            assertThat(last.waitFor(10, TimeUnit.MINUTES)).isTrue();
            assertThat(last.exitValue()).isZero();
            for (String name : List.of(
                    RealignPipeline.ORIGINAL,
                    RealignPipeline.CONVERSATIONS,
                    RealignPipeline.VERDICTS,
                    RealignPipeline.SUMMARY)) {
                assertThat(Files.mismatch(killed.resolve(name), undisturbed.resolve(name)))
                        .as(name)
                        .isEqualTo(-1L);
            }
            assertThat(kept).isNotEmpty();
            Map<String, Long> asked = other.asked();
            kept.forEach((question, times) -> assertThat(asked.get(question))
                    .as("asked again although answered: " + question)
                    .isEqualTo(times));
            // What was on its way from the server when the process died was never received: at most what was under way.
            assertThat(other.paidTwice().size()).isLessThanOrEqualTo(KILLS * CONCURRENCY);
            assertNoKeyIn(folder);
            System.out.println("measured: " + ROWS + " rows, " + requests + " requests undisturbed; killed " + KILLS
                    + " times; " + kept.size() + " answers kept before the last kill and none asked again; "
                    + other.paidTwice().size() + " of " + other.distinct() + " lost on their way and asked again");
        }
    }

    /** The questions whose answers a killed run had received, read from a copy of its store. */
    private static List<String> answered(Path out) throws Exception {
        Path copy = Files.createTempDirectory(folder, "store");
        try (Stream<Path> files = Files.list(out)) {
            for (Path file : files.filter(f -> f.getFileName().toString().startsWith(RealignPipeline.ANSWERS))
                    .toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        List<String> questions = new ArrayList<>();
        try (Connection store = DriverManager.getConnection("jdbc:sqlite:" + copy.resolve(RealignPipeline.ANSWERS));
                ResultSet rows = store.createStatement().executeQuery("SELECT request FROM answers")) {
            while (rows.next()) {
                ChatRequest request = Json.MAPPER.readValue(rows.getString(1), ChatRequest.class);
                String message = request.turns().get(request.turns().size() - 1).text();
                questions.add(StubServer.question(message, request.sampling().seed()));
            }
        }
        return questions;
    }

    @Test
    void aServiceThatIsGoneStopsTheRunAndWhatWasAnsweredIsKept() {
        Path out = folder.resolve("gone");
        try (StubServer gone = new StubServer((body, attempt) -> StubServer.Behaviour.RESET, ModelRealignTest::reply)) {
            String base = gone.base().toString();
            String yaml =
                    "input: {path: in}\ncategory: open_qa\nreformatter: {model: {endpoint: {name: m, attempts: 1}}}";
            RealignConfig config =
                    ConfigBinder.bind("c", yaml, RealignConfig.class).value();
            assertThatThrownBy(() -> RealignPipeline.run(
                            config,
                            name -> input,
                            CheckpointConfig.Opener.NONE,
                            Map.of("OPENAI_BASE_URL", base),
                            out,
                            Progress.SILENT))
                    .isInstanceOf(UnansweredException.class)
                    .hasMessageContaining("realign is unfinished: " + ROWS + " of " + ROWS + " rows have no answer");
            assertThat(out.resolve(RealignPipeline.SUMMARY)).doesNotExist();
            assertThat(out.resolve(RealignPipeline.CONVERSATIONS)).doesNotExist();
        }
    }

    @Test
    void tokensOfEachRowAreCountedByItsCategory() {
        Usage byRows = summary.categories().get("open_qa").usage();
        assertThat(byRows).isEqualTo(summary.ledger().orElseThrow().usage());
    }

    private static Path input() throws IOException {
        if (ROWS <= 1000) {
            Path file = folder.resolve("rows.jsonl");
            DataFormats.write(
                    file,
                    "conversations",
                    IntStream.range(0, ROWS)
                            .mapToObj(i -> Conversation.of(
                                    "row-" + i,
                                    "question " + i + "?",
                                    "It is " + i + ". There is a second sentence.")));
            return file;
        }
        Path file = folder.resolve("rows.jsonl");
        try (Stream<Conversation> alpaca =
                        DataFormats.read(Shared.data("alpaca/alpaca_random_9k.json"), Optional.empty());
                Stream<Conversation> dolly = DataFormats.read(Shared.data("dolly/dolly_3k.json"), Optional.empty())) {
            List<Conversation> rows = new ArrayList<>();
            alpaca.limit(ROWS * 3L / 4).forEach(rows::add);
            dolly.limit(ROWS / 4)
                    .forEach(row -> rows.add(
                            new Conversation("dolly-" + row.id(), row.turns(), null, List.of(), row.provenance())));
            DataFormats.write(file, "conversations", rows.stream());
        }
        return file;
    }

    /** Starts a run whose every word goes to a file beside its output. */
    private static Process start(StubServer server, Path input, Path out) throws IOException {
        File log = out.resolveSibling("log").toFile();
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ChaosRun.class.getName(),
                        server.base().toString(),
                        input.toString(),
                        out.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
    }

    private static String reply(String message, int candidate) {
        int from = message.indexOf("=== Answer given ===") + 21;
        String given = message.substring(from, message.indexOf("\n\n=== Form", from));
        return "Reasoning: it fits.\n[[REVISED RESPONSE]]\nIn short: " + given
                + (candidate == 1 ? "\nThat is all." : "");
    }

    private static void assertNoKeyIn(Path out) throws IOException {
        try (Stream<Path> files = Files.walk(out)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                assertThat(text).as(file.toString()).doesNotContain(ChaosRun.KEY);
            }
        }
    }

    private static List<RowVerdict> verdicts(Path out) {
        try (Stream<RowVerdict> rows = JsonLines.read(out.resolve(RealignPipeline.VERDICTS), RowVerdict.class)) {
            return rows.toList();
        }
    }

    private static List<String> ids(Path input) {
        try (Stream<Conversation> rows = DataFormats.read(input, Optional.empty())) {
            return rows.map(Conversation::id).toList();
        }
    }
}
