package org.reformatted.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every file that an unfinished run left, damaged in three ways: the next run has the bytes of an undisturbed one, or ends with a sentence
 * that names the file; after the file is moved away, it has them.
 */
class DamagedStateTest {
    /** Of every how many damages one is tried; all of them with 1. */
    private static final int EVERY = Integer.getInteger("damage.states.every", 7);

    private static final String CONFIG = """
        name: toy
        realign:
          input: {path: quickstart/train.jsonl, format: conversations, limit: 4}
          reformatter: {model: {endpoint: {name: stub, concurrency: 2, attempts: 1, sampling: {candidates: 1}}}}
          filters: [length]
        finetune:
          model:
            llama: {hiddenSize: 16, intermediateSize: 24, layers: 1, attentionHeads: 2, keyValueHeads: 1, maxPositions: 2048,
                    tokenizer: quickstart-base}
          template: plain
          length: {steps: 30}
          batch: {examples: 2}
          optimizer: {learningRate: 1.0e-3}
          checkpoint: {every: 7, keep: 2}
        evaluate:
          - task: mt-bench
            data: questions.jsonl
            sampling: {maxNewTokens: 16}
            judge: {model: {endpoint: {name: judge, concurrency: 2, attempts: 1}}}
        """;

    @TempDir
    Path folder;

    private StubService service;
    private Path config;
    private HarnessProcess harness;
    private final List<String> silent = new ArrayList<>();
    private int damages;
    private int named;
    private int tried;

    @BeforeEach
    void start() throws IOException {
        StringBuilder questions = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            questions.append("{\"question_id\": " + i + ", \"category\": \"writing\", \"turns\": [\"Why " + i
                    + "?\", \"And how?\"]}\n");
        }
        Files.writeString(folder.resolve("questions.jsonl"), questions);
        config = Files.writeString(folder.resolve("toy.yaml"), CONFIG);
        service = new StubService();
        harness = HarnessProcess.start(service.environment());
    }

    @AfterEach
    void stop() {
        harness.close();
        service.close();
    }

    @Test
    void noDamageOfWhatAnUnfinishedRunLeftIsSilent() throws Exception {
        service.answerAll();
        HarnessProcess.Said undisturbed = run(folder.resolve("undisturbed"));
        assertThat(undisturbed.code()).as(undisturbed.text()).isZero();
        Map<String, byte[]> expected = results(folder.resolve("undisturbed"));
        damageAll(outage("realign", 2), expected);
        damageAll(killed("training", () -> exists("state/step-\\d+")), expected);
        damageAll(killed("answering", () -> lines("predictions.jsonl") >= 5), expected);
        damageAll(outage("judge", 4 + 9), expected);
        System.out.printf(
                "measured: %d damages of partial states, %d tried, %d named, %d silent%n",
                damages, tried, named, silent.size());
        assertThat(silent).isEmpty();
        assertThat(tried).isGreaterThan(5);
    }

    /** What is left of a run whose service answers so many requests and then none. */
    private Path outage(String name, int answers) throws IOException {
        Path runs = folder.resolve(name);
        service.answer(answers, 503);
        HarnessProcess.Said failed = run(runs);
        assertThat(failed.code()).as(failed.text()).isEqualTo(1);
        service.answerAll();
        return runs;
    }

    /** What is left of a run that is killed as soon as its state is what is waited for. */
    private Path killed(String name, BooleanSupplier reached) throws Exception {
        Path runs = folder.resolve(name);
        try (HarnessProcess victim = HarnessProcess.start(service.environment())) {
            watched = runs;
            victim.begin("run", config.toString(), "--runs", runs.toString(), "--batch-rows", "2");
            victim.killWhen(reached);
        }
        assertThat(partialFiles()).as("nothing is left of " + name).isNotEmpty();
        return runs;
    }

    private Path watched = Path.of("");

    private boolean exists(String pattern) {
        return partialFiles().stream().anyMatch(file -> file.toString().matches(".*\\.partial/" + pattern + "/.*"));
    }

    private long lines(String name) {
        return partialFiles().stream()
                .filter(file -> file.endsWith(name))
                .mapToLong(file -> {
                    try {
                        return Files.readAllLines(file).size();
                    } catch (IOException e) {
                        return 0; // it is just being replaced
                    }
                })
                .sum();
    }

    private List<Path> partialFiles() {
        try (Stream<Path> files = Files.walk(watched)) {
            return files.filter(file -> file.toString().contains(".partial/") && Files.isRegularFile(file))
                    .toList();
        } catch (IOException | java.io.UncheckedIOException e) {
            return List.of(); // a folder was renamed meanwhile
        }
    }

    private void damageAll(Path runs, Map<String, byte[]> expected) throws IOException {
        Map<String, byte[]> left = contents(runs, file -> true);
        List<String> states = left.keySet().stream()
                .filter(name -> name.contains(".partial/") || name.startsWith("answers.sqlite"))
                .filter(name -> left.get(name).length > 0)
                .toList();
        assertThat(states).isNotEmpty();
        for (String name : states) {
            for (Damage damage : Damage.values()) {
                if (damages++ % EVERY == 0) {
                    tried++;
                    restore(runs, left);
                    damage.to(runs.resolve(name));
                    check(runs, name, damage + " of " + runs.getFileName() + "/" + name + ": ", expected);
                }
            }
        }
    }

    private void check(Path runs, String name, String what, Map<String, byte[]> expected) throws IOException {
        String file = Path.of(name).getFileName().toString();
        HarnessProcess.Said plan = harness.call("plan", config.toString(), "--runs", runs.toString());
        HarnessProcess.Said run = run(runs);
        boolean isNamed = run.text().contains(file) || plan.text().contains(file);
        if (isNamed) {
            named++;
        } else {
            System.out.println("measured: not named, since it is written again: " + what);
        }
        if (run.code() != 0 && isNamed) {
            Files.deleteIfExists(runs.resolve(name));
            run = run(runs);
        }
        HarnessProcess.Said report = harness.call(
                "report",
                config.toString(),
                "--runs",
                runs.toString(),
                "--out",
                folder.resolve("report").toString());
        if (run.code() != 0 || report.code() != 0) {
            silent.add(what + plan.text() + run.text() + report.text());
            return;
        }
        Map<String, byte[]> found = results(runs);
        if (!found.keySet().equals(expected.keySet())) {
            silent.add(what + "other files: " + found.keySet());
        }
        expected.forEach((each, bytes) -> {
            if (!Arrays.equals(bytes, found.get(each))) {
                silent.add(what + "other bytes of " + each);
            }
        });
    }

    private HarnessProcess.Said run(Path runs) throws IOException {
        return harness.call("run", config.toString(), "--runs", runs.toString(), "--batch-rows", "2");
    }

    /** The files whose bytes are the same each time: speeds, times and what is made of them are left out. */
    private static Map<String, byte[]> results(Path runs) throws IOException {
        return contents(
                runs,
                name -> name.matches("toy/[^/]*-[0-9a-f]{8}/.*")
                        && !name.startsWith("toy/report-")
                        && !name.matches(".*(artifact\\.(json|sha256)|metrics\\.jsonl|tfevents.*|finetune\\.sha256)"));
    }

    private static Map<String, byte[]> contents(Path runs, java.util.function.Predicate<String> wanted)
            throws IOException {
        Map<String, byte[]> contents = new TreeMap<>();
        List<Path> files;
        try (Stream<Path> walk = Files.walk(runs)) {
            files = walk.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            String name = runs.relativize(file).toString();
            if (wanted.test(name)) {
                contents.put(name, Files.readAllBytes(file));
            }
        }
        return contents;
    }

    private static void restore(Path runs, Map<String, byte[]> files) throws IOException {
        List<Path> old;
        try (Stream<Path> walk = Files.walk(runs)) {
            old = walk.sorted(java.util.Comparator.reverseOrder()).toList();
        }
        for (Path path : old) {
            Files.delete(path);
        }
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.createDirectories(runs.resolve(file.getKey()).getParent());
            Files.write(runs.resolve(file.getKey()), file.getValue());
        }
    }
}
