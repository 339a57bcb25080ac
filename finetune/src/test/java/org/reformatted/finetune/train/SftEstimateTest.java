package org.reformatted.finetune.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reformatted.finetune.batch.BatchPlan;
import org.reformatted.finetune.batch.TokenizedExample;
import org.reformatted.finetune.train.config.SftConfig;
import org.reformatted.finetune.train.config.SftInputs;
import org.reformatted.finetune.train.config.TrainingSource;
import org.reformatted.finetune.train.input.BaseModel;
import org.reformatted.finetune.train.input.TrainingSet;
import org.reformatted.realign.config.ConfigBinder;
import org.reformatted.realign.data.Conversation;
import org.reformatted.realign.pipeline.InputConfig;

/** What is estimated of a training from its first rows, held against the steps and tokens of all its rows. */
class SftEstimateTest {
    private static final Path DATA = Path.of(System.getProperty("shared.root"), "data");
    private static final int FIRST = 200;
    private static final int ROWS = 6000;

    private static SftConfig config(String batch, String length) {
        return ConfigBinder.bind("estimate", """
            model: {preset: llama2-7b, tokenizer: llama2}
            template: openchat
            length: LENGTH
            batch: BATCH
            maxLength: 4096
            optimizer: {learningRate: 1.0e-5}
            """.replace("LENGTH", length).replace("BATCH", batch), SftConfig.class)
                .value();
    }

    private static List<Conversation> rows(String file, String format) {
        Path path = DATA.resolve(file);
        assumeTrue(Files.exists(path), path + " is not on this machine: the test is skipped");
        InputConfig input = ConfigBinder.bind(
                        "input", "{path: " + file + ", format: " + format + "}", InputConfig.class)
                .value();
        try (Stream<Conversation> rows = input.first(ROWS).read(path)) {
            return rows.toList();
        }
    }

    private static SftInputs inputs(List<Conversation> rows) {
        return new SftInputs(
                Optional.of(DATA.resolve("llama2")),
                Optional.empty(),
                new TrainingSource.Conversations(rows),
                Optional.empty());
    }

    private static SftEstimate estimate(SftConfig config, List<Conversation> rows) {
        List<Conversation> first = rows.subList(0, FIRST);
        return SftEstimate.of(config, inputs(first), first, rows.size(), true, Optional.empty(), "gpu");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "gsm8k/train.jsonl; gsm8k; {tokens: 294912}",
                "gsm8k/train.jsonl; gsm8k; {tokens: 8192}",
                "gsm8k/train.jsonl; gsm8k; {examples: 512}",
                "alpaca/alpaca_random_9k.json; alpaca; {tokens: 294912}",
                "alpaca/alpaca_random_9k.json; alpaca; {examples: 64}",
            })
    void stepsAndTokensAreThoseOfAllRows(String file, String format, String batch) {
        List<Conversation> rows = rows(file, format);
        SftConfig config = config(batch, "{epochs: 3}");
        BaseModel base = BaseModel.of(config, inputs(rows));
        List<TokenizedExample> all =
                TrainingSet.read(inputs(rows).train(), config, base).examples();
        BatchPlan plan = new BatchPlan(all, config.batch(), base.maxLength(config), config.seed(), config.shuffle());
        long steps = SftTrainer.totalSteps(config, plan);
        long tokens = 3L * all.stream().mapToInt(TokenizedExample::length).sum();
        SftEstimate estimate = estimate(config, rows);
        assertThat((double) estimate.steps()).isCloseTo((double) steps, within(Math.max(1.0, 0.2 * steps)));
        assertThat((double) estimate.trainedTokens()).isCloseTo((double) tokens, within(0.2 * tokens));
    }

    @Test
    void aTrainingOfSomeStepsCountsTheTokensOfThose() {
        List<Conversation> rows = rows("gsm8k/train.jsonl", "gsm8k");
        SftEstimate estimate = estimate(config("{examples: 512}", "{steps: 2}"), rows);
        assertThat(estimate.steps()).isEqualTo(2);
        assertThat((double) estimate.trainedTokens())
                .isCloseTo(1024 * estimate.tokens(), within(0.05 * 1024 * estimate.tokens()));
    }

    @Test
    void memoryIsThatOfAFullBatchAlsoWhereItIsLargerThanTheSample() {
        List<Conversation> rows = rows("gsm8k/train.jsonl", "gsm8k");
        SftEstimate small = estimate(config("{examples: 200}", "{steps: 2}"), rows);
        SftEstimate large = estimate(config("{examples: 1000}", "{steps: 2}"), rows);
        assertThat(large.memoryBytes()).isGreaterThan(small.memoryBytes());
    }

    @Test
    void ofAnExternalTrainerItIsWhatEachDeviceHolds() {
        List<Conversation> rows = rows("gsm8k/train.jsonl", "gsm8k");
        SftConfig config = ConfigBinder.bind("estimate", """
            model: {preset: llama2-13b, tokenizer: llama2}
            template: openchat
            length: {epochs: 5}
            batch: {tokens: 294912}
            precision: bfloat16
            optimizer: {learningRate: 1.0e-5}
            trainer: {kind: trl, devices: 8, sharded: true}
            """, SftConfig.class).value();
        SftEstimate estimate = estimate(config, rows);
        long whole = 16 * estimate.parameters();
        assertThat(estimate.memory())
                .startsWith(String.format(
                        java.util.Locale.ROOT, "%.1f GiB on each of 8 devices", whole / 8.0 / (1L << 30)));
        assertThat(estimate.workBytes()).isEqualTo(4 * estimate.parameters());
    }
}
