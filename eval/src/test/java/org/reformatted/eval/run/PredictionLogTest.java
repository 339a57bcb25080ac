package org.reformatted.eval.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.eval.task.BbhTask;
import org.reformatted.eval.task.EvalTask;
import org.reformatted.eval.task.Sample;
import org.reformatted.realign.data.Role;
import org.reformatted.realign.data.Turn;
import org.reformatted.realign.llm.FinishReason;
import org.reformatted.realign.llm.SamplingSettings;

class PredictionLogTest {
    private static final SamplingSettings SAMPLING = SamplingSettings.greedy(8);
    private static final EvalTask TASK = BbhTask.withReasons(Path.of("none"));

    @TempDir
    Path folder;

    private static Map<String, Sample> samples() {
        Map<String, Sample> samples = new LinkedHashMap<>();
        for (String id : List.of("a", "b", "c")) {
            samples.put(id, Sample.of(id, List.of(new Turn(Role.USER, "question " + id)), "R"));
        }
        return samples;
    }

    private PredictionLog open(String model) {
        return PredictionLog.open(file(), samples(), model, TASK, SAMPLING);
    }

    private Path file() {
        return folder.resolve(PredictionLog.FILE);
    }

    private static void answer(PredictionLog log, String id) {
        String hash = log.requestHash(samples().get(id));
        log.add(new Prediction(
                id, null, "question " + id, "answer " + id, FinishReason.STOP, false, List.of(), List.of(), "R", hash));
    }

    @Test
    void answersAreFoundAgain() {
        try (PredictionLog log = open("m")) {
            answer(log, "b");
        }
        try (PredictionLog log = open("m")) {
            assertThat(log.get("b").orElseThrow().output()).isEqualTo("answer b");
            assertThat(log.get("a")).isEmpty();
        }
    }

    @Test
    void anotherModelsAnswersAreNotUsed() {
        try (PredictionLog log = open("m")) {
            answer(log, "b");
        }
        try (PredictionLog log = open("other")) {
            assertThat(log.get("b")).isEmpty();
        }
    }

    @Test
    void theHalfRowOfADeadProcessIsAskedAgain() throws IOException {
        try (PredictionLog log = open("m")) {
            answer(log, "a");
            answer(log, "b");
        }
        byte[] whole = Files.readAllBytes(file());
        Files.write(file(), java.util.Arrays.copyOf(whole, whole.length - 20));
        try (PredictionLog log = open("m")) {
            assertThat(log.get("a")).isPresent();
            assertThat(log.get("b")).isEmpty();
        }
        assertThat(Files.readAllLines(file())).as("half a row is removed").hasSize(1);
    }

    @Test
    void aRowThatWasChangedIsAskedAgain() throws IOException {
        try (PredictionLog log = open("m")) {
            answer(log, "a");
        }
        Files.writeString(file(), Files.readString(file()).replace("answer a", "answer x"));
        Files.writeString(file(), "no row\n", StandardOpenOption.APPEND);
        try (PredictionLog log = open("m")) {
            assertThat(log.get("a")).isEmpty();
        }
    }

    @Test
    void theFinishedFileHasTheOrderOfTheSamples() throws IOException {
        PredictionLog log = open("m");
        for (String id : List.of("c", "a", "b")) {
            answer(log, id);
        }
        assertThat(log.finish(samples().keySet())).extracting(Prediction::id).containsExactly("a", "b", "c");
        assertThat(Files.readAllLines(file()))
                .extracting(line -> line.substring(0, 9))
                .containsExactly("{\"id\":\"a\"", "{\"id\":\"b\"", "{\"id\":\"c\"");
    }
}
