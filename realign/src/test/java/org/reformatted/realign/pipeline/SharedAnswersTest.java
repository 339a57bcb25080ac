package org.reformatted.realign.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.config.ConfigBinder;
import org.reformatted.realign.data.Conversation;
import org.reformatted.realign.data.DataFormats;
import org.reformatted.realign.llm.ChatStoppedException;
import org.reformatted.realign.llm.CheckpointConfig;
import org.reformatted.realign.llm.StubServer;
import org.reformatted.realign.llm.UnansweredException;

/** Answers are kept by model and request, in a file that runs of different configs and folders share. */
class SharedAnswersTest {
    private static final int ROWS = 10;

    @TempDir
    Path folder;

    @Test
    void aRaisedBudgetPaysOnlyTheRequestsThatAreMissing() {
        DataFormats.write(
                folder.resolve("rows.jsonl"),
                "conversations",
                IntStream.range(0, ROWS)
                        .mapToObj(i -> Conversation.of("row-" + i, "question " + i + "?", "It is " + i + ".")));
        try (StubServer server = new StubServer(
                (body, attempt) -> StubServer.Behaviour.ANSWER,
                (message, candidate) -> "[[REVISED RESPONSE]]\nIt is so.")) {
            boolean stoppedBetween = false;
            Optional<RealignSummary> done = Optional.empty();
            for (int run = 0; done.isEmpty(); run++) {
                String budget = String.format(
                        Locale.ROOT, "budget: %.6f, concurrency: %d", 0.002 * Math.pow(1.1, run), 1 + run % 3);
                try {
                    done = Optional.of(
                            run(server, budget, run % 2 == 0 ? "[length]" : "[length, no-refusal]", "out-" + run));
                } catch (ChatStoppedException | UnansweredException e) {
                    assertThat(e).hasMessageContaining("raise the budget and run again");
                    stoppedBetween |= server.paid() > 0 && server.paid() < ROWS;
                }
            }
            assertThat(stoppedBetween).isTrue();
            RealignSummary summary = done.get();
            assertThat(server.paid()).isEqualTo(ROWS);
            assertThat(server.paidTwice()).isEmpty();
            assertThat(summary.ledger().orElseThrow().answers()).isEqualTo(ROWS);
            assertThat(summary.ledger().orElseThrow().usage()).isEqualTo(server.usage());
        }
    }

    private RealignSummary run(StubServer server, String settings, String filters, String out) {
        String yaml = """
            input: {path: rows.jsonl}
            category: open_qa
            filters: %s
            reformatter: {model: {endpoint: {name: m, price: {promptPerMillion: 1, completionPerMillion: 2}, %s}}}
            """.formatted(filters, settings);
        return RealignPipeline.run(
                ConfigBinder.bind("c", yaml, RealignConfig.class).value(),
                folder::resolve,
                CheckpointConfig.Opener.NONE,
                Map.of("OPENAI_BASE_URL", server.base().toString()),
                folder.resolve("answers.sqlite"),
                folder.resolve(out),
                Progress.SILENT);
    }
}
