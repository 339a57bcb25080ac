package org.reformatted.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.eval.score.Scorer;
import org.reformatted.eval.task.FileTask;
import org.reformatted.eval.task.MmluTask;
import org.reformatted.eval.task.Sample;
import org.reformatted.eval.task.TaskFile;
import org.reformatted.realign.config.ConfigException;
import org.reformatted.realign.data.Conversation;
import org.reformatted.realign.data.DataFormats;
import org.reformatted.realign.data.Role;
import org.reformatted.realign.data.Turn;
import org.reformatted.realign.llm.AnswerStore;
import org.reformatted.realign.llm.ChatRequest;
import org.reformatted.realign.llm.Completion;
import org.reformatted.realign.llm.FinishReason;
import org.reformatted.realign.llm.SamplingSettings;
import org.reformatted.realign.llm.Usage;

/** Damaged stores, tables and tasks end in a sentence. */
class DataFileMutationTest {
    @TempDir
    Path folder;

    @Test
    void answers() throws IOException {
        Path file = folder.resolve("answers.sqlite");
        ChatRequest request = ChatRequest.of("Why?", SamplingSettings.greedy(8));
        Completion so = new Completion(
                List.of(new Completion.Candidate("So.", FinishReason.STOP, List.of())), new Usage(3, 2), "echo");
        String key = AnswerStore.key("echo", request);
        try (AnswerStore store = AnswerStore.open(file)) {
            store.put(key, "echo", request, so);
        }
        Mutations.check(file, damaged -> {
            for (String beside : List.of("-wal", "-shm", "-journal")) {
                delete(folder.resolve(file.getFileName() + beside));
            }
            try (AnswerStore store = AnswerStore.open(damaged)) {
                store.use(key, "echo")
                        .ifPresent(kept -> assertThat(kept.candidates())
                                .as("a changed answer")
                                .isEqualTo(so.candidates()));
                store.put(AnswerStore.key("other", request), "other", request, so);
            }
        });
    }

    @Test
    void parquet() throws IOException {
        Path file = folder.resolve("rows.parquet");
        Conversation row = new Conversation(
                "a",
                List.of(new Turn(Role.USER, "How far?"), new Turn(Role.ASSISTANT, "3 km")),
                "math",
                List.of(),
                Map.of("answer", "3"),
                null,
                Map.of(),
                null);
        DataFormats.write(file, "messages", Stream.of(row));
        Mutations.check(file, damaged -> {
            try (Stream<Conversation> rows = DataFormats.read(damaged, Optional.empty())) {
                rows.forEach(read -> assertThat(read.turns()).isNotEmpty());
            }
        });
    }

    @Test
    void mmlu() throws IOException {
        Files.createDirectories(folder.resolve("dev"));
        Files.createDirectories(folder.resolve("test"));
        String table = """
            question,choice0,choice1,choice2,choice3,answer
            Find all c in Z_3.,0,1,2,3,1
            "Statement 1 | If a, then ""b"".","True, True","False, False","True, False","False, True",1
            """;
        Files.writeString(folder.resolve("dev/algebra_dev.csv"), table);
        Path file = Files.writeString(folder.resolve("test/algebra_test.csv"), table);
        Mutations.check(file, damaged -> all(MmluTask.byLikelihood(folder, 1).samples()));
    }

    @Test
    void gamedBaselines() throws IOException {
        Path annotations = annotations();
        Path file = Files.writeString(folder.resolve("df_gamed.csv"), """
            preference,index,std_delta_len,instruction_difficulty,not_gamed_baseline,model
            0.9,0,-1.5,0.5,False,wordy
            ,1,-0.5,-0.5,False,wordy
            0.1,0,1.5,0.5,False,terse
            """);
        Mutations.check(file, damaged -> Scorer.alpacaEval(annotations, Optional.empty(), Optional.of(damaged)));
    }

    @Test
    void difficulties() throws IOException {
        Path annotations = annotations();
        Path file = Files.writeString(folder.resolve("d.csv"), ",instruction_difficulty\n0,0.5\n1,-0.5\n");
        Mutations.check(file, damaged -> Scorer.alpacaEval(annotations, Optional.of(damaged), Optional.empty()));
    }

    @Test
    void describedTask() throws IOException {
        Files.writeString(
                folder.resolve("data.jsonl"), "{\"q\": \"3 + 4?\", \"a\": [\"7\"]}\n{\"q\": \"2?\", \"a\": 2}\n");
        Path file = Files.writeString(folder.resolve("task.yaml"), """
            name: sums
            data: data.jsonl
            prompt: "Answer: {q}"
            reference: "{a}"
            examples: {from: data.jsonl, count: 1, order: drawn, seed: 3, answer: "{a.0}"}
            policies:
              - {name: number, extract: '(\\d+)', pick: last, compare: number}
            """);
        Mutations.check(file, damaged -> all(task(damaged)));
    }

    @Test
    void tableOfADescribedTask() throws IOException {
        Path task = described("data.csv");
        Mutations.check(
                Files.writeString(folder.resolve("data.csv"), "q,a\n\"3, + 4?\",7\n\"two \"\"x\"\"\",2\n"),
                damaged -> all(task(task)));
    }

    @Test
    void rowsOfADescribedTask() throws IOException {
        Path task = described("data.jsonl");
        Mutations.check(
                Files.writeString(
                        folder.resolve("data.jsonl"), "{\"q\": \"3?\", \"a\": \"7\"}\n{\"q\": [\"2?\"], \"a\": 2}\n"),
                damaged -> all(task(task)));
    }

    private Path described(String data) throws IOException {
        return Files.writeString(
                folder.resolve("task.yaml"),
                "name: t\ndata: " + data + "\nprompt: '{q}'\nreference: '{a}'\npolicies: [{of: gsm8k}]\n");
    }

    /** As the program opens a described task: its checks become errors of the config. */
    private Stream<Sample> task(Path yaml) {
        TaskFile described = FileTask.describe(yaml);
        FileTask task;
        try {
            task = FileTask.of(described, folder.resolve(described.data()), folder::resolve);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(yaml.toString(), List.of(String.valueOf(e.getMessage())));
        }
        return task.samples();
    }

    private Path annotations() throws IOException {
        return Files.writeString(folder.resolve("a.json"), """
            [{"instruction": "a", "output_1": "x", "output_2": "y", "preference": 1.5, "generator_1": "g", "generator_2": "h"},
             {"instruction": "b", "output_1": "x", "output_2": "yz", "preference": 2, "generator_1": "g", "generator_2": "h"}]
            """);
    }

    private static void all(Stream<Sample> samples) {
        samples.forEach(sample -> assertThat(sample.id()).isNotNull());
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
