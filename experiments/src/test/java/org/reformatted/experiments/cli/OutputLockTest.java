package org.reformatted.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.realign.base.FolderLock;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Two processes never write to the same place: every command that names an output is refused while another holds it. */
class OutputLockTest {
    @TempDir
    Path folder;

    @Test
    void everyCommandWithAnOutputIsRefusedWhileAnotherHoldsIt() {
        Map<String, List<String>> commands = new TreeMap<>();
        collect(Harness.commandLine(), List.of(), commands);
        Path out = folder.resolve("out");
        List<String> free = new ArrayList<>();
        try (FolderLock lock = FolderLock.ofFile(out)) {
            commands.forEach((name, words) -> {
                String said = said(1, words.toArray(String[]::new));
                if (!said.contains(out + ": another process is at work here (process "
                        + ProcessHandle.current().pid())) {
                    free.add(name + ": " + said);
                }
            });
        }
        assertThat(free).isEmpty();
        assertThat(commands.keySet())
                .contains(
                        "realign",
                        "realign convert",
                        "realign audit",
                        "realign inspect",
                        "finetune",
                        "quickstart-base",
                        "merge",
                        "gguf",
                        "import",
                        "export",
                        "evaluate",
                        "judge",
                        "report",
                        "classify train",
                        "config-reference");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aProcessIsRefusedWhileAnotherOneHoldsTheOutputAndNotAfterItWasKilled() throws Exception {
        Path config = Files.writeString(folder.resolve("sft.yaml"), """
            model: {llama: {hiddenSize: 16, intermediateSize: 24, layers: 1, attentionHeads: 2, keyValueHeads: 1,
                            maxPositions: 256, tokenizer: quickstart-base}}
            data: {train: quickstart/train.jsonl}
            template: plain
            length: {steps: 3000}
            batch: {examples: 2}
            optimizer: {learningRate: 1.0e-3}
            checkpoint: {every: 1}
            """);
        Path out = folder.resolve("out");
        String[] finetune = {"finetune", config.toString(), "--out", out.toString()};
        try (HarnessProcess first = HarnessProcess.start(Map.of());
                HarnessProcess second = HarnessProcess.start(Map.of())) {
            first.begin(finetune);
            first.killWhen(() -> {
                if (!Files.isDirectory(out.resolve("state"))) {
                    return false;
                }
                refused = said(1, finetune);
                try {
                    other = second.call(finetune).text();
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
                return true;
            });
            assertThat(refused).contains(out + ": another process is at work here (process " + first.pid() + " on ");
            assertThat(other).contains(out + ": another process is at work here (process " + first.pid() + " on ");
            assertThat(folder.resolve(".out.lock")).exists();
            FolderLock.ofFile(out).close();
            assertThat(folder.resolve(".out.lock")).doesNotExist();
        }
    }

    private String refused = "";
    private String other = "";

    @Test
    void anOutputThatAnotherPathNamesIsTheSame() throws IOException {
        Path out = Files.createDirectory(folder.resolve("out"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), out);
        try (FolderLock lock = FolderLock.ofFile(out)) {
            assertThat(said(1, "merge", "--model", "x", "--adapter", "y", "--out", link.toString()))
                    .contains(out + ": another process is at work here");
        }
    }

    @Test
    void aLockOfAProcessThatEndedIsFree() throws IOException {
        Path out = folder.resolve("out");
        Files.writeString(folder.resolve(".out.lock"), "process 1 on elsewhere, started 1970-01-01T00:00:00Z\n");
        try (FolderLock lock = FolderLock.ofFile(out)) {
            assertThat(Files.readString(folder.resolve(".out.lock"))).doesNotContain("elsewhere");
        }
        assertThat(folder).isEmptyDirectory();
    }

    /** Gathers the words that parse, by the name of each command that has an output. */
    private void collect(CommandLine command, List<String> path, Map<String, List<String>> found) {
        output(command).ifPresent(option -> {
            List<String> words = new ArrayList<>(path);
            needed(command).filter(arg -> arg != option).forEach(arg -> {
                if (arg instanceof OptionSpec named) {
                    words.add(named.longestName());
                }
                words.add(value(arg));
            });
            words.addAll(List.of(option.longestName(), folder.resolve("out").toString()));
            found.put(String.join(" ", path), words);
        });
        command.getSubcommands().forEach((name, sub) -> collect(sub, append(path, name), found));
    }

    /** What cannot be left out: required ones, and one of each group that needs one. */
    private static Stream<ArgSpec> needed(CommandLine command) {
        Stream<ArgSpec> alone = command.getCommandSpec().args().stream()
                .filter(ArgSpec::required)
                .filter(arg -> arg.group() == null);
        Stream<ArgSpec> grouped = command.getCommandSpec().argGroups().stream()
                .filter(group -> group.multiplicity().min() > 0)
                .map(group -> group.args().iterator().next());
        return Stream.concat(alone, grouped);
    }

    private static java.util.Optional<OptionSpec> output(CommandLine command) {
        return Stream.of("--out", "--to", "--sheet", "--page")
                .map(command.getCommandSpec()::findOption)
                .filter(option -> option != null && option.type() == Path.class)
                .findFirst();
    }

    private static String value(ArgSpec arg) {
        if (arg.type().isEnum()) {
            return arg.type().getEnumConstants()[0].toString();
        }
        return arg.type() == int.class || arg.type() == long.class ? "1" : "x";
    }

    private static List<String> append(List<String> path, String name) {
        List<String> longer = new ArrayList<>(path);
        longer.add(name);
        return longer;
    }

    private static String said(int code, String... words) {
        StringWriter said = new StringWriter();
        CommandLine line = Harness.commandLine();
        line.setErr(new PrintWriter(said, true));
        assertThat(line.execute(words)).as(said.toString()).isEqualTo(code);
        return said.toString();
    }
}
