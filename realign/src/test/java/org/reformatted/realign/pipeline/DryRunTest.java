package org.reformatted.realign.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.base.TextFiles;
import org.reformatted.realign.config.ConfigBinder;
import org.reformatted.realign.data.Conversation;
import org.reformatted.realign.data.DataFormats;
import org.reformatted.realign.llm.CheckpointConfig;
import org.reformatted.realign.llm.Price;
import org.reformatted.realign.llm.StubServer;
import org.reformatted.realign.llm.Usage;

class DryRunTest {
    private static final int ROWS = 40;

    @TempDir
    Path folder;

    @Test
    void countsTheCallsThatTheRunThenMakesAndBoundsItsTokens() {
        RealignConfig config =
                config("category: open_qa\nreformatter: {model: {endpoint: {name: gpt-4, concurrency: 4}}}");
        RealignEstimate estimate = estimate(config, Optional.empty());
        try (StubServer server = new StubServer((body, attempt) -> StubServer.Behaviour.ANSWER, DryRunTest::reply)) {
            RealignSummary summary = run(config, server);
            RealignEstimate.Asked asked = estimate.asked().get(0);
            Usage paid = summary.ledger().orElseThrow().usage();
            assertThat(estimate.rows()).isEqualTo(ROWS);
            assertThat(estimate.toRewrite()).isEqualTo(ROWS);
            assertThat(asked.calls()).isEqualTo(summary.ledger().orElseThrow().answers());
            assertThat(asked.most().promptTokens()).isGreaterThan(paid.promptTokens());
            assertThat(asked.most().completionTokens()).isGreaterThan(paid.completionTokens());
            assertThat(asked.likely().promptTokens()).isBetween(paid.promptTokens() / 2, paid.promptTokens() * 2);
        }
    }

    @Test
    void whatIsAnsweredInTheFolderIsNotAskedAgain() {
        RealignConfig config = config("category: open_qa\nreformatter: {model: {endpoint: {name: m}}}");
        try (StubServer server = new StubServer((body, attempt) -> StubServer.Behaviour.ANSWER, DryRunTest::reply)) {
            run(config, server);
        }
        RealignEstimate.Asked asked =
                estimate(config, Optional.of(folder.resolve("out"))).asked().get(0);
        assertThat(asked.calls()).isZero();
        assertThat(asked.answered()).isEqualTo(ROWS);
    }

    @Test
    void pricesComeFromTheConfigElseFromTheTable() {
        String endpoint = "category: open_qa\nreformatter: {model: {endpoint: {name: %s}}}";
        assertThat(estimate(config(endpoint.formatted("gpt-4")), Optional.empty())
                        .asked()
                        .get(0)
                        .price())
                .contains(new Price(30, 60));
        RealignEstimate own = estimate(
                config(endpoint.formatted("gpt-4, price: {promptPerMillion: 1, completionPerMillion: 3}")),
                Optional.empty());
        Usage likely = own.asked().get(0).likely();
        assertThat(own.likelyCost()).contains((likely.promptTokens() + 3.0 * likely.completionTokens()) / 1e6);
        assertThat(estimate(config(endpoint.formatted("a-model-of-ours")), Optional.empty())
                        .likelyCost())
                .isEmpty();
    }

    @Test
    void aClassifierThatIsAskedCountsEachRowAsOneToRewrite() {
        RealignEstimate estimate = estimate(
                config("classifier: {model: {endpoint: {name: c}}}\nreformatter: {model: {endpoint: {name: r}}}"),
                Optional.empty());
        assertThat(estimate.asked()).extracting(RealignEstimate.Asked::what).containsExactly("classify", "rewrite");
        assertThat(estimate.asked()).extracting(RealignEstimate.Asked::calls).containsExactly((long) ROWS, (long) ROWS);
    }

    @Test
    void rulesAskNobody() {
        RealignEstimate estimate = estimate(config("category: open_qa"), Optional.empty());
        assertThat(estimate.asked()).isEmpty();
        assertThat(estimate.mostCost()).contains(0.0);
    }

    @Test
    void searchesThatWereFoundBeforeAreNotCounted() {
        RealignConfig config = config("category: open_qa\nevidence: {web: {}}");
        assertThat(estimate(config, Optional.empty()).searches()).isEqualTo(ROWS);
        TextFiles.writeAtomically(
                folder.resolve("out").resolve(RealignPipeline.EVIDENCE),
                "{\"query\":\"What is 3?\",\"passages\":[]}\n");
        assertThat(estimate(config, Optional.of(folder.resolve("out"))).searches())
                .isEqualTo(ROWS - 1);
    }

    private RealignConfig config(String rest) {
        return ConfigBinder.bind("c", "input: {path: rows.jsonl}\n" + rest, RealignConfig.class)
                .value();
    }

    private RealignEstimate estimate(RealignConfig config, Optional<Path> out) {
        return RealignPipeline.estimate(config, name -> rows(), CheckpointConfig.Opener.NONE, out, Progress.SILENT);
    }

    private RealignSummary run(RealignConfig config, StubServer server) {
        Map<String, String> environment =
                Map.of("OPENAI_BASE_URL", server.base().toString());
        return RealignPipeline.run(
                config,
                name -> rows(),
                CheckpointConfig.Opener.NONE,
                environment,
                folder.resolve("out"),
                Progress.SILENT);
    }

    private Path rows() {
        Path file = folder.resolve("rows.jsonl");
        DataFormats.write(
                file,
                "conversations",
                IntStream.range(0, ROWS)
                        .mapToObj(i -> Conversation.of("r" + i, "What is " + i + "?", "It is " + i + ", as it was.")));
        return file;
    }

    private static String reply(String message, int candidate) {
        return "Reasoning.\n[[REVISED RESPONSE]]\nIt is as it was, in short.";
    }
}
