package org.reformatted.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.experiments.workflow.Environment;

/** Many models on many tasks are an experiment of arms from outside, whose evaluations other machines may take from its one queue. */
class ModelsByTasksTest {
    private static final String CONFIG = """
        name: matrix
        arms:
          plain: {checkpoint: {path: quickstart-base, template: plain}}
          alpaca: {checkpoint: {path: quickstart-base, template: alpaca}}
          service: {endpoint: {name: writer, baseUrl: ADDRESS}}
        evaluate:
          - {task: gsm8k, data: quickstart/test.jsonl, limit: 12, sampling: {maxNewTokens: 24}}
          - {task: readability, data: quickstart/test.jsonl, limit: 8, sampling: {maxNewTokens: 24, temperature: 0.8, seed: 3}}
        """;
    private static final List<String> FILES = List.of("predictions.jsonl", "scored.jsonl", "result.json");

    @TempDir
    Path folder;

    private StubService service;
    private HarnessProcess harness;
    private Path config;

    @BeforeEach
    void start() throws IOException {
        service = new StubService();
        service.answerAll();
        harness = HarnessProcess.start(Map.of("OPENAI_API_KEY", ""));
        config = Files.writeString(
                folder.resolve("matrix.yaml"),
                CONFIG.replace("ADDRESS", service.environment().get("OPENAI_BASE_URL")));
    }

    @AfterEach
    void stop() {
        service.close();
        harness.close();
    }

    private Path run(String runs, String... options) throws IOException {
        List<String> command =
                List.of("run", config.toString(), "--runs", folder.resolve(runs).toString(), "--threads", "1");
        HarnessProcess.Said said =
                harness.call(Stream.concat(command.stream(), Stream.of(options)).toArray(String[]::new));
        assertThat(said.code()).as(said.text()).isZero();
        return folder.resolve(runs).resolve("matrix");
    }

    /** Kills what it starts in the middle and starts it again, as a cluster does with the work of a machine that died. */
    private Path launcher() throws IOException {
        Path script = Files.writeString(folder.resolve("launch"), """
            #!/bin/sh
            echo "$@" >> "$(dirname "$0")/launched"
            exec 3<&0
            "$@" <&3 & first=$!
            sleep 1
            kill -9 $first && echo >> "$(dirname "$0")/killed"
            exec "$@" <&3
            """);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        return script;
    }

    @Test
    void otherMachinesMakeTheSameBytesAlsoWhenOneDies() throws IOException {
        Map<String, String> one = TimelessFiles.of(run("one"));
        Map<String, Integer> paid = service.takePaid();
        Map<String, String> elsewhere = TimelessFiles.of(
                run("elsewhere", "--devices", "cpu,cpu", "--jobs", "3", "--launcher", launcher() + ""));
        assertThat(withoutDevice(elsewhere)).isEqualTo(withoutDevice(one));
        assertThat(service.takePaid())
                .as("an endpoint is asked by the run itself")
                .isEqualTo(paid);
        assertThat(Files.readAllLines(folder.resolve("launched")))
                .as("one process for each checkpoint and task")
                .hasSize(4)
                .allMatch(line -> line.contains("--step evaluate-"));
        assertThat(folder.resolve("killed")).isNotEmptyFile();
    }

    /** Checkpoints that servers serve: each is an arm; a server that stops answering keeps the others from nothing, and the run goes on from its answers. */
    @Test
    void pairsOfManyEndpointsStandInOneQueueAndGoOnWhereOneEndpointFailed() throws IOException {
        try (StubService other = new StubService()) {
            Files.writeString(
                    config,
                    CONFIG.replaceAll("(?m)^  (plain|alpaca): .*\n", "")
                            .replace("ADDRESS", service.environment().get("OPENAI_BASE_URL"))
                            .replace(
                                    "evaluate:",
                                    "  second: {endpoint: {name: second-writer, baseUrl: '"
                                            + other.environment().get("OPENAI_BASE_URL") + "'}}\nevaluate:"));
            other.answerAll();
            Map<String, String> whole = TimelessFiles.of(run("whole", "--jobs", "4"));
            Map<String, Integer> first = service.takePaid();
            Map<String, Integer> second = other.takePaid();
            other.answer(7, 402);
            HarnessProcess.Said said = harness.call(
                    "run", config.toString(), "--runs", folder.resolve("again").toString(), "--jobs", "4");
            assertThat(said.code()).isEqualTo(1);
            assertThat(said.text()).contains("no more");
            Map<String, Integer> before = other.takePaid();
            assertThat(before).hasSize(7);
            other.answerAll();
            Map<String, String> again = TimelessFiles.of(run("again", "--jobs", "4"));
            assertThat(again.keySet()).isEqualTo(whole.keySet());
            for (String file : whole.keySet()) {
                assertThat(again.get(file)).as(file).isEqualTo(whole.get(file));
            }
            assertThat(service.takePaid()).as("by both runs").isEqualTo(first);
            Map<String, Integer> after = new TreeMap<>(other.takePaid());
            before.forEach((request, times) -> after.merge(request, times, Integer::sum));
            assertThat(after).isEqualTo(second);
        }
    }

    private static Map<String, String> withoutDevice(Map<String, String> files) {
        files.replaceAll((name, text) -> text.replaceAll("\"" + Environment.DEVICE + "\" : \"\\w+\",?\\s*", ""));
        return files;
    }

    @Test
    void eachPairIsWhatEvaluateWritesForIt() throws IOException {
        Path runs = run("one");
        Path alone = folder.resolve("alone");
        HarnessProcess.Said said = harness.call(
                "evaluate",
                "--model",
                Path.of(System.getProperty("project.root"), "experiments/models/quickstart-base")
                        .toString(),
                "--template",
                "alpaca",
                "--task",
                "gsm8k",
                "--data",
                "quickstart/test.jsonl",
                "--limit",
                "12",
                "--max-new-tokens",
                "24",
                "--threads",
                "1",
                "--out",
                alone.toString());
        assertThat(said.code()).as(said.text()).isZero();
        Path pair;
        try (Stream<Path> folders = Files.list(runs)) {
            pair = folders.filter(path -> path.getFileName().toString().startsWith("evaluate-alpaca-gsm8k"))
                    .findFirst()
                    .orElseThrow();
        }
        for (String file : FILES) {
            assertThat(pair.resolve(file)).hasSameTextualContentAs(alone.resolve(file));
        }
    }
}
