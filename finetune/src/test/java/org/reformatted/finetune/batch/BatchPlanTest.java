package org.reformatted.finetune.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reformatted.finetune.batch.Batching.Layout;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.data.Conversation;
import org.reformatted.realign.text.SentencePieceTokenizer;

class BatchPlanTest {
    private static final int[] LENGTHS = new Random(7).ints(1000, 3, 400).toArray();

    @ParameterizedTest
    @EnumSource(Layout.class)
    void everyExampleComesOnceAnEpochAndNoBatchExceedsTheBudget(Layout layout) {
        BatchPlan plan = new BatchPlan(LENGTHS, new Batching.Tokens(2048, 2, layout), 512, 1, true);
        for (int epoch = 0; epoch < 3; epoch++) {
            List<BatchStep> steps = plan.epoch(epoch);
            assertThat(steps.stream().flatMap(step -> step.examples().stream()))
                    .containsExactlyInAnyOrderElementsOf(all());
            for (BatchStep step : steps) {
                assertThat(step.batches()).hasSizeBetween(1, 2);
                assertThat(step.batches())
                        .allSatisfy(
                                batch -> assertThat(batch.paddedTokens(LENGTHS)).isLessThanOrEqualTo(2048));
            }
        }
        assertThat(plan.epoch(0)).isNotEqualTo(plan.epoch(1));
    }

    @ParameterizedTest
    @EnumSource(Layout.class)
    void aStepIsTheSameWhetherOrNotThoseBeforeItWereDrawn(Layout layout) {
        Batching batching = new Batching.Tokens(2048, 1, layout);
        BatchPlan walked = new BatchPlan(LENGTHS, batching, 512, 3, true);
        long steps = walked.steps(3);
        List<BatchStep> all = new ArrayList<>();
        for (long step = 0; step < steps; step++) {
            all.add(walked.step(step));
        }
        assertThat(new BatchPlan(LENGTHS, batching, 512, 3, true).step(steps - 5))
                .isEqualTo(all.get((int) steps - 5));
        assertThat(all.get((int) steps - 1).epoch()).isEqualTo(2);
    }

    @Test
    void fourExamplesAtOnceAreTheSameAsTwoAccumulated() {
        BatchPlan whole = new BatchPlan(LENGTHS, new Batching.Examples(4, 1), 512, 5, true);
        BatchPlan accumulated = new BatchPlan(LENGTHS, new Batching.Examples(2, 2), 512, 5, true);
        assertThat(whole.steps(2)).isEqualTo(500).isEqualTo(accumulated.steps(2));
        for (int step = 0; step < 500; step++) {
            assertThat(whole.step(step).examples())
                    .isEqualTo(accumulated.step(step).examples());
        }
    }

    @Test
    void withoutShufflingExamplesComeInTheirOrder() {
        BatchPlan plan = new BatchPlan(new int[] {5, 4, 3, 2, 1}, new Batching.Examples(2, 1), 8, 9, false);
        assertThat(plan.epoch(1).stream().map(BatchStep::examples))
                .containsExactly(List.of(0, 1), List.of(2, 3), List.of(4));
    }

    /** GSM8K train in OpenChat's template with LLaMA-2's tokenizer; the paper's budget is 36,864 tokens, a small one 8,192. */
    @Test
    void paddingOnGsm8kStaysUnderFivePercent() throws IOException {
        int[] lengths = gsm8kLengths();
        for (int budget : new int[] {8192, 36864}) {
            for (Layout layout : Layout.values()) {
                BatchPlan plan = new BatchPlan(lengths, new Batching.Tokens(budget, 1, layout), 4096, 42, true);
                assertThat(BatchStep.paddingShare(plan.epoch(0), lengths))
                        .as("%s %s", layout, budget)
                        .isBetween(0.0, 0.05);
            }
        }
        BatchPlan plain = new BatchPlan(lengths, new Batching.Examples(32, 1), 4096, 42, true);
        assertThat(BatchStep.paddingShare(plain.epoch(0), lengths)).isGreaterThan(0.3);
    }

    @Test
    void refusesAnExampleThatFitsNoRow() {
        assertThatThrownBy(
                        () -> new BatchPlan(new int[] {100}, new Batching.Tokens(64, 1, Layout.PACKED), 512, 1, true))
                .hasMessageContaining("the longest example (100 tokens) must fit into a row of 64");
    }

    private static List<Integer> all() {
        return IntStream.range(0, LENGTHS.length).boxed().toList();
    }

    private static int[] gsm8kLengths() throws IOException {
        Path shared = Path.of(System.getProperty("shared.root", "../../shared"));
        Path file = shared.resolve("data/gsm8k/train.jsonl");
        assumeTrue(Files.exists(file), "skipped: " + file + " is not on this machine");
        ChatEncoder encoder = new ChatEncoder(
                (ChatTemplate.BuiltIn) ChatTemplate.named("openchat"),
                SentencePieceTokenizer.read(shared.resolve("data/llama2/tokenizer.model")));
        List<Integer> lengths = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            JsonNode row = Json.MAPPER.readTree(line);
            Conversation problem = Conversation.of(
                    "g", row.path("question").asText(), row.path("answer").asText());
            lengths.add(encoder.example(problem).length());
        }
        return lengths.stream().mapToInt(i -> i).toArray();
    }
}
