package org.reformatted.experiments.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An experiment whose steps run side by side makes the bytes that it makes one step after the other, also when one is killed. */
class ParallelRunTest {
    private static final String FIRST = "finetune-original-seed42";
    private static final String SECOND = "finetune-realigned-seed42";

    private static final String CONFIG = """
        name: side
        realign:
          input: {path: quickstart/train.jsonl, format: conversations, limit: 24}
          category: math
          reformatter: {model: {endpoint: {name: writer, baseUrl: ADDRESS, concurrency: 2}}}
        realigns:
          again: {filters: []}
        finetune:
          model:
            llama:
              hiddenSize: 32
              intermediateSize: 64
              layers: 2
              attentionHeads: 4
              keyValueHeads: 2
              maxPositions: 384
              tokenizer: quickstart-base
          template: plain
          length: {steps: STEPS}
          batch: {examples: 4}
          method: {lora: {rank: 4, alpha: 8, dropout: 0.1}}
          optimizer: {learningRate: 3.0e-3}
          checkpoint: {every: 7, keep: 1}
        arms:
          original: original
          realigned: realigned
          again: {realigned: {block: again}}
          service: {endpoint: {name: writer, baseUrl: ADDRESS}}
        evaluate:
          - task: gsm8k
            data: quickstart/test.jsonl
            limit: 6
            sampling: {maxNewTokens: 12}
          - task: readability
            data: quickstart/test.jsonl
            limit: 3
            sampling: {maxNewTokens: 12}
            judge: {protocol: mt-bench, model: {endpoint: {name: judge, baseUrl: ADDRESS}}}
        report: {paper: [math, readability]}
        """;

    @TempDir
    Path folder;

    private StubService service;
    private HarnessProcess harness;

    @BeforeEach
    void start() throws IOException {
        service = new StubService();
        service.answerAll();
        harness = HarnessProcess.start(Map.of("OPENAI_API_KEY", ""));
    }

    @AfterEach
    void stop() {
        service.close();
        harness.close();
    }

    private Path config(int steps) throws IOException {
        return Files.writeString(
                folder.resolve("side.yaml"),
                CONFIG.replace("ADDRESS", service.environment().get("OPENAI_BASE_URL"))
                        .replace("STEPS", String.valueOf(steps)));
    }

    private String[] command(Path config, String runs, String... options) {
        return Stream.concat(
                        Stream.of(
                                "run",
                                config.toString(),
                                "--runs",
                                folder.resolve(runs).toString(),
                                "--threads",
                                "1"),
                        Stream.of(options))
                .toArray(String[]::new);
    }

    private Map<String, String> run(Path config, String runs, String... options) throws IOException {
        HarnessProcess.Said said = harness.call(command(config, runs, options));
        assertThat(said.code()).as(said.text()).isZero();
        return TimelessFiles.of(folder.resolve(runs).resolve("side"));
    }

    @Test
    void makesTheSameBytesAndPaysTheSameRequestsHoweverManyStepsRunAtOnce() throws Exception {
        Path config = config(8);
        Map<String, String> one = run(config, "one", "--jobs", "1");
        Map<String, Integer> paid = service.takePaid();
        assertThat(paid.values()).as("nothing is asked twice").containsOnly(1);
        assertThat(one).hasSizeGreaterThan(100);
        assertEqual(run(config, "three", "--jobs", "3"), one);
        assertThat(service.takePaid()).isEqualTo(paid);
        assertEqual(run(config, "apart", "--jobs", "4", "--devices", "cpu,cpu"), one);
        assertThat(service.takePaid()).isEqualTo(paid);
        HarnessProcess.Said again = harness.call(command(config, "apart", "--jobs", "2"));
        assertThat(again.text()).contains("nothing to do");
    }

    private static void assertEqual(Map<String, String> made, Map<String, String> expected) {
        assertThat(made.keySet()).isEqualTo(expected.keySet());
        expected.forEach((file, content) -> assertThat(made.get(file).lines())
                .as("the lines of %s", file)
                .containsExactlyElementsOf(content.lines().toList()));
    }

    @Test
    void killedStepsAndAKilledRunGoOnToTheSameBytes() throws Exception {
        Path config = config(200);
        Map<String, String> undisturbed = run(config, "undisturbed");
        String[] apart = command(config, "disturbed", "--devices", "cpu,cpu");

        harness.begin(apart);
        awaitTraining(FIRST);
        awaitTraining(SECOND);
        kill(process(SECOND));
        HarnessProcess.Said failed = harness.end();
        assertThat(failed.code()).as(failed.text()).isEqualTo(1);
        assertThat(failed.text())
                .contains(SECOND + "  failed; running steps are completed, and no other step starts")
                .contains(SECOND + ": its process ended with exit code 137, which means that it was killed")
                .contains(FIRST + "  done in");
        assertThat(folders()).anyMatch(name -> name.matches(SECOND + "-[0-9a-f]{8}\\.partial"));

        harness.begin(apart);
        ProcessHandle orphan = process(SECOND);
        harness.killWhen(() -> true);
        orphan.onExit().get(20, TimeUnit.SECONDS);
        assertThat(orphan.isAlive()).as("a step's process ends with the run").isFalse();

        harness = HarnessProcess.start(Map.of("OPENAI_API_KEY", ""));
        assertEqual(run(config, "disturbed", "--devices", "cpu,cpu"), undisturbed);
    }

    private List<String> folders() throws IOException {
        try (Stream<Path> all = Files.list(folder.resolve("disturbed/side"))) {
            return all.map(path -> path.getFileName().toString()).toList();
        }
    }

    private void awaitTraining(String step) throws Exception {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
        while (System.nanoTime() < end) {
            if (Files.isDirectory(folder.resolve("disturbed/side"))) {
                for (String name : folders()) {
                    Path metrics =
                            folder.resolve("disturbed/side").resolve(name).resolve("metrics.jsonl");
                    if (name.startsWith(step)
                            && name.endsWith(".partial")
                            && Files.exists(metrics)
                            && Files.size(metrics) > 3000) {
                        return;
                    }
                }
            }
            Thread.sleep(5);
        }
        throw new AssertionError(step + " did not begin");
    }

    /** The process of a step, once there is one, recognised by its command, which ProcessHandle cuts short. */
    private ProcessHandle process(String step) throws InterruptedException {
        ProcessHandle run = ProcessHandle.of(harness.pid()).orElseThrow();
        for (int i = 0; i < 6000; i++) {
            Optional<ProcessHandle> found = run.descendants()
                    .filter(child -> arguments(child).contains("--step\0" + step + "\0"))
                    .findFirst();
            if (found.isPresent()) {
                return found.get();
            }
            Thread.sleep(10);
        }
        throw new AssertionError("no process of " + step);
    }

    private static String arguments(ProcessHandle process) {
        try {
            return new String(Files.readAllBytes(Path.of("/proc/" + process.pid() + "/cmdline")), UTF_8);
        } catch (IOException e) {
            return ""; // it has ended
        }
    }

    private static void kill(ProcessHandle process) {
        assertThat(process.destroyForcibly()).isTrue();
    }
}
