package org.reformatted.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every file of a small finished run, damaged in three ways: {@code plan} names it, and {@code run} and {@code report} give what they gave. */
class DamagedRunTest {
    private static final Path CHECKOUT = Path.of(System.getProperty("project.root"));

    private static final String CONFIG = """
        name: toy
        realign:
          input: {path: quickstart/train.jsonl, format: conversations, limit: 16}
        finetune:
          model:
            llama:
              hiddenSize: 16
              intermediateSize: 24
              layers: 1
              attentionHeads: 2
              keyValueHeads: 1
              maxPositions: 256
              tokenizer: quickstart-base
          template: plain
          length: {steps: 2}
          batch: {examples: 4}
          optimizer: {learningRate: 1.0e-3}
        evaluate:
          - task: gsm8k
            data: quickstart/test.jsonl
            limit: 4
            sampling: {maxNewTokens: 4}
        """;

    /** Every how many of the damages one is also repaired by {@code run}; all are looked at by {@code plan}. */
    private static final int REPAIRED_EVERY = Integer.getInteger("damage.every", 20);

    @TempDir
    Path folder;

    @Test
    void noDamageIsSilent() throws IOException {
        Path config = Files.writeString(folder.resolve("toy.yaml"), CONFIG);
        Path runs = folder.resolve("runs");
        String run = call("run", config, runs);
        assertThat(runs).as(run).exists();
        Map<String, byte[]> whole = contents(runs);
        List<String> silent = new ArrayList<>();
        int damages = 0;
        for (String name : whole.keySet()) {
            for (Damage damage : Damage.values()) {
                Path file = runs.resolve(name);
                damage.to(file);
                String what = damage + " of " + name;
                String plan = call("plan", config, runs);
                if (!plan.contains(file.getFileName().toString()) || plan.contains("nothing to do")) {
                    silent.add(what + ": " + plan);
                }
                if (damages % REPAIRED_EVERY == 0) {
                    assertThat(call("run", config, runs))
                            .as(what)
                            .contains(file.getFileName().toString());
                    call("report", config, runs);
                    Map<String, byte[]> repaired = contents(runs);
                    assertThat(repaired.keySet()).as(what).containsAll(names(whole));
                    names(whole)
                            .forEach(each -> assertThat(repaired.get(each))
                                    .as(each + " after " + what)
                                    .isEqualTo(whole.get(each)));
                    restore(runs, whole, repaired);
                } else {
                    Files.createDirectories(file.getParent());
                    Files.write(file, whole.get(name));
                }
                damages++;
            }
        }
        System.out.printf("measured: %d damages of %d files, %d silent%n", damages, whole.size(), silent.size());
        assertThat(silent).isEmpty();
    }

    /** The files whose bytes are the same each time: speeds, times and what is made of them stand aside. */
    private static List<String> names(Map<String, byte[]> files) {
        return files.keySet().stream()
                .filter(name ->
                        !name.matches(".*(artifact\\.(json|sha256)|metrics\\.jsonl|tfevents.*|finetune\\.sha256)"))
                .filter(name -> !name.contains("report-"))
                .toList();
    }

    private static void restore(Path runs, Map<String, byte[]> whole, Map<String, byte[]> now) throws IOException {
        for (String name : now.keySet()) {
            if (!whole.containsKey(name)) {
                Files.delete(runs.resolve(name));
            }
        }
        for (Map.Entry<String, byte[]> file : whole.entrySet()) {
            Files.createDirectories(runs.resolve(file.getKey()).getParent());
            Files.write(runs.resolve(file.getKey()), file.getValue());
        }
    }

    private static Map<String, byte[]> contents(Path runs) throws IOException {
        Map<String, byte[]> contents = new TreeMap<>();
        List<Path> files;
        try (Stream<Path> walk = Files.walk(runs)) {
            files = walk.filter(Files::isRegularFile)
                    .filter(file -> file.getParent().toString().matches(".*-[0-9a-f]{8}(/.*)?"))
                    .toList();
        }
        for (Path file : files) {
            contents.put(runs.relativize(file).toString(), Files.readAllBytes(file));
        }
        return contents;
    }

    /** What a command says, on both of its streams. */
    private static String call(String command, Path config, Path runs) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream out = System.out;
        PrintStream err = System.err;
        String checkout = System.setProperty("harness.checkout", CHECKOUT.toString());
        try (PrintStream both = new PrintStream(said, true, StandardCharsets.UTF_8)) {
            System.setOut(both);
            System.setErr(both);
            List<String> words = new ArrayList<>(List.of(command, config.toString(), "--runs", runs.toString()));
            if (command.equals("report")) {
                words.addAll(List.of("--out", runs.resolveSibling("report").toString()));
            }
            Harness.commandLine().execute(words.toArray(String[]::new));
        } finally {
            System.setOut(out);
            System.setErr(err);
            if (checkout == null) {
                System.clearProperty("harness.checkout");
            } else {
                System.setProperty("harness.checkout", checkout);
            }
        }
        return said.toString(StandardCharsets.UTF_8);
    }
}
