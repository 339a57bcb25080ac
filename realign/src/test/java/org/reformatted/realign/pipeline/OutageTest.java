package org.reformatted.realign.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.config.ConfigBinder;
import org.reformatted.realign.data.Conversation;
import org.reformatted.realign.data.DataFormats;
import org.reformatted.realign.llm.CheckpointConfig;
import org.reformatted.realign.llm.FailureCause;
import org.reformatted.realign.llm.StubServer;
import org.reformatted.realign.llm.UnansweredException;

/** A service that fails and recovers: no row is published as an original for the service's sake, and nothing is paid twice. */
class OutageTest {
    private static final int ROWS = 9;

    @TempDir
    Path folder;

    private Path input;

    @BeforeEach
    void writeRows() {
        input = folder.resolve("rows.jsonl");
        DataFormats.write(
                input,
                "conversations",
                IntStream.range(0, ROWS)
                        .mapToObj(i -> Conversation.of("row-" + i, "question " + i + "?", "It is " + i + ", I say.")));
    }

    @Test
    void failingAfterAnyNumberOfRowsItEndsWithTheBytesOfAnUndisturbedRunAndPaysNothingTwice() throws IOException {
        Path undisturbed = folder.resolve("undisturbed");
        AtomicInteger answers = new AtomicInteger(Integer.MAX_VALUE);
        try (StubServer server = server(answers)) {
            run(server, undisturbed, 0);
        }
        for (int k = 0; k < ROWS; k++) {
            Path out = folder.resolve("after-" + k);
            AtomicInteger left = new AtomicInteger(k);
            try (StubServer server = server(left)) {
                int open = ROWS - k;
                assertThatThrownBy(() -> run(server, out, 0))
                        .isInstanceOf(UnansweredException.class)
                        .hasMessageContaining("realign is unfinished: " + open + " of " + ROWS
                                + " rows have no answer (" + open + " service error)");
                assertThat(out.resolve(RealignPipeline.CONVERSATIONS)).doesNotExist();
                assertThat(out.resolve(RealignPipeline.SUMMARY)).doesNotExist();
                assertThat(verdicts(out))
                        .filteredOn(verdict -> verdict.verdict() == RowVerdict.Outcome.OPEN)
                        .hasSize(open)
                        .allMatch(verdict -> verdict.cause() == FailureCause.SERVICE_ERROR);
                left.set(Integer.MAX_VALUE);
                run(server, out, 0);
                assertThat(server.paidTwice()).isEmpty();
                assertThat(server.paid()).isEqualTo(ROWS);
            }
            for (String name : List.of(
                    RealignPipeline.ORIGINAL,
                    RealignPipeline.CONVERSATIONS,
                    RealignPipeline.VERDICTS,
                    RealignPipeline.SUMMARY)) {
                assertThat(Files.mismatch(out.resolve(name), undisturbed.resolve(name)))
                        .as("%s after %s rows", name, k)
                        .isEqualTo(-1L);
            }
        }
    }

    @Test
    void anAllowedShareStaysOriginalAndIsCounted() {
        Path out = folder.resolve("out");
        try (StubServer server = server(new AtomicInteger(ROWS - 1))) {
            RealignSummary summary = run(server, out, 0.12);
            assertThat(summary.total().unanswered()).isEqualTo(1);
            assertThat(summary.total().rewritten()).isEqualTo(ROWS - 1);
            assertThat(verdicts(out))
                    .filteredOn(verdict -> verdict.verdict() == RowVerdict.Outcome.OPEN)
                    .singleElement()
                    .satisfies(verdict -> assertThat(verdict.why()).contains("status 500"));
        }
    }

    @Test
    void aDeadEndpointIsReportedWithinSeconds() {
        long start = System.nanoTime();
        RealignConfig config = config(0, 8);
        assertThatThrownBy(() -> run("http://127.0.0.1:1/v1", config, folder.resolve("dead")))
                .isInstanceOf(UnansweredException.class)
                .hasMessageContaining(ROWS + " of " + ROWS + " rows")
                .hasMessageContaining("could not be reached");
        assertThat((System.nanoTime() - start) / 1e9).isLessThan(15);
    }

    private static StubServer server(AtomicInteger answers) {
        BiFunction<String, Integer, StubServer.Behaviour> behaviour = (body, attempt) ->
                answers.getAndDecrement() > 0 ? StubServer.Behaviour.ANSWER : StubServer.Behaviour.FAIL;
        return new StubServer(
                behaviour, (message, candidate) -> "[[REVISED RESPONSE]]\nIn short: it is so, and I say it.");
    }

    private RealignSummary run(StubServer server, Path out, double allowed) {
        return run(server.base().toString(), config(allowed, 1), out);
    }

    private RealignSummary run(String base, RealignConfig config, Path out) {
        return RealignPipeline.run(
                config,
                name -> input,
                CheckpointConfig.Opener.NONE,
                Map.of("OPENAI_BASE_URL", base),
                out,
                Progress.SILENT);
    }

    private static RealignConfig config(double allowed, int attempts) {
        String yaml = "input: {path: in}\ncategory: open_qa\nfilters: []\nallowUnanswered: " + allowed
                + "\nreformatter: {model: {endpoint: {name: m, attempts: " + attempts + "}}}";
        return ConfigBinder.bind("c", yaml, RealignConfig.class).value();
    }

    private static List<RowVerdict> verdicts(Path out) {
        try (var rows = JsonLines.read(out.resolve(RealignPipeline.VERDICTS), RowVerdict.class)) {
            return rows.toList();
        }
    }
}
