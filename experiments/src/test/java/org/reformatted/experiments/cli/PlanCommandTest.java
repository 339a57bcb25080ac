package org.reformatted.experiments.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a plan forecasts of evaluations, before anything is asked. */
class PlanCommandTest {
    private static final Path BASE =
            Path.of(System.getProperty("project.root"), "experiments", "models", "quickstart-base");

    @TempDir
    Path folder;

    private HarnessProcess harness;

    @BeforeEach
    void start() throws Exception {
        harness = HarnessProcess.start(Map.of("OPENAI_API_KEY", ""));
    }

    @AfterEach
    void stop() {
        harness.close();
    }

    private String plan(String yaml, String... options) throws Exception {
        Path config = Files.writeString(folder.resolve("plan.yaml"), yaml);
        String[] words = new String[options.length + 4];
        words[0] = "plan";
        words[1] = config.toString();
        words[2] = "--runs";
        words[3] = folder.resolve("runs").toString();
        System.arraycopy(options, 0, words, 4, options.length);
        HarnessProcess.Said said = harness.call(words);
        assertThat(said.code()).as(said.text()).isZero();
        return said.text();
    }

    /** {@code experiments/configs/paper/classifier.yaml} is such a config. */
    @Test
    void aConfigOfFinetuneAloneIsSentToItsCommand() throws Exception {
        Path config = Files.writeString(folder.resolve("sft.yaml"), """
            finetune: {model: m, template: plain, length: {steps: 1}, batch: {examples: 1}, optimizer: {learningRate: 0.1}}
            realign: null
            """);
        for (String command : new String[] {"plan", "run"}) {
            HarnessProcess.Said said = harness.call(command, config.toString());
            assertThat(said.code()).as(said.text()).isEqualTo(2);
            assertThat(said.text()).contains("sft.yaml:1: it contains only finetune", "use harness finetune with it");
        }
    }

    /** A token may be a single byte, and a character of Chinese has three. */
    @Test
    void atMostIsAnUpperBoundAlsoWhereATokenIsAByte() throws Exception {
        String question = "一加一等于几".repeat(20);
        Files.writeString(
                folder.resolve("test.jsonl"), "{\"question\": \"" + question + "?\", \"answer\": \"#### 2\"}\n");
        Files.writeString(folder.resolve("saved.jsonl"), "{\"id\": \"0\", \"output\": \"2\"}\n");
        String text = plan("""
            name: plan
            arms:
              saved: {predictions: {gsm8k: saved.jsonl}}
              service: {endpoint: {name: m, baseUrl: http://localhost:1/v1, price: {promptPerMillion: 1000000, completionPerMillion: 0}}}
            evaluate:
              - {task: gsm8k, data: test.jsonl, sampling: {maxNewTokens: 7}}
            """);
        Matcher most = Pattern.compile("1 calls, at most ([\\d,]+) tokens read and 7 written")
                .matcher(text);
        assertThat(most.find()).as(text).isTrue();
        long read = Long.parseLong(most.group(1).replace(",", ""));
        assertThat(read).isGreaterThan(question.getBytes(UTF_8).length);
        assertThat(text).contains("cost, at most: " + read + ".00 USD");
    }

    @Test
    void aModelWithoutWeightsIsPlannedFromItsConfigAndTokenizer() throws Exception {
        Path model = Files.createDirectories(folder.resolve("model"));
        Files.copy(BASE.resolve("config.json"), model.resolve("config.json"));
        Files.copy(BASE.resolve("tokenizer.model"), model.resolve("tokenizer.model"));
        Files.writeString(
                folder.resolve("rows.jsonl"), "{\"question\": \"One?\", \"answer\": \"#### 1\"}\n".repeat(40));
        Files.writeString(folder.resolve("test.jsonl"), "{\"question\": \"Two?\", \"answer\": \"#### 2\"}\n");
        String text = plan("""
            name: plan
            realign: {input: {path: rows.jsonl, format: gsm8k}, category: math}
            finetune:
              model: model
              template: plain
              length: {epochs: 2}
              batch: {examples: 10}
              optimizer: {learningRate: 1.0e-3}
              trainer: {kind: trl, devices: 2, sharded: true}
            evaluate:
              - {task: gsm8k, data: test.jsonl, sampling: {maxNewTokens: 7}}
            """, "--devices", "cpu,cpu");
        assertThat(text)
                .contains("about 8 steps")
                .contains("GiB on each of 2 devices for weights, gradients and moments, divided among them")
                .contains("memory on cpu: about")
                .doesNotContain("DOES NOT FIT");
    }
}
