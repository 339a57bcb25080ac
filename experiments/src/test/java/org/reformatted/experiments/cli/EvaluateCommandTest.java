package org.reformatted.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.realign.data.Role;
import org.reformatted.realign.data.Turn;
import org.reformatted.realign.llm.ChatModel;
import org.reformatted.realign.llm.ChatRequest;
import org.reformatted.realign.llm.Completion;
import org.reformatted.realign.llm.FinishReason;
import org.reformatted.realign.llm.RecordedChatModel;
import org.reformatted.realign.llm.SamplingSettings;
import org.reformatted.realign.llm.Usage;
import picocli.CommandLine;

class EvaluateCommandTest {
    @TempDir
    Path folder;

    private Path task;
    private Path recording;

    @BeforeEach
    void recordAnswers() throws IOException {
        Files.writeString(folder.resolve("rows.jsonl"), """
            {"q":"1+1?","a":"2"}
            {"q":"2+2?","a":"4"}
            """);
        task = Files.writeString(folder.resolve("sums.yaml"), """
            name: sums
            data: rows.jsonl
            prompt: "{q}"
            reference: "{a}"
            policies: [{name: last-number, extract: "-?\\\\d+", compare: number}]
            """);
        recording = folder.resolve("recording.jsonl");
        SamplingSettings greedy = SamplingSettings.greedy(16);
        try (ChatModel model = RecordedChatModel.recording(new Always("It is 2."), recording)) {
            for (String question : List.of("1+1?", "2+2?")) {
                model.complete(ChatRequest.of(question, greedy));
            }
            model.complete(
                    new ChatRequest(List.of(new Turn(Role.SYSTEM, "Be brief."), new Turn(Role.USER, "1+1?")), greedy));
        }
    }

    private record Always(String text) implements ChatModel {
        @Override
        public String identity() {
            return "stub";
        }

        @Override
        public Completion complete(ChatRequest request) {
            return new Completion(List.of(new Completion.Candidate(text, FinishReason.STOP)), Usage.NONE, "stub");
        }
    }

    private int harness(StringWriter err, Object... args) {
        CommandLine line = Harness.commandLine();
        line.setErr(new PrintWriter(err, true));
        String[] texts = List.of(args).stream().map(String::valueOf).toArray(String[]::new);
        return line.execute(texts);
    }

    private int evaluate(Path out, Object... more) {
        List<Object> args = new java.util.ArrayList<>(
                List.of("evaluate", "--recording", recording, "--task", task, "--max-new-tokens", 16, "--out", out));
        args.addAll(List.of(more));
        return harness(new StringWriter(), args.toArray());
    }

    @Test
    void recordingIsEvaluatedScoredAndCompared() throws IOException {
        Path out = folder.resolve("out");
        assertThat(evaluate(out)).isZero();
        assertThat(Files.readString(out.resolve("result.json"))).contains("\"model\" : \"stub\"", "\"correct\" : 1");
        Path rows = folder.resolve("rows-scored.jsonl");
        assertThat(harness(
                        new StringWriter(),
                        "score",
                        "file",
                        "--task",
                        task,
                        "--predictions",
                        out.resolve("predictions.jsonl"),
                        "--samples",
                        rows))
                .isZero();
        assertThat(Files.readString(rows))
                .contains(
                        "{\"id\":\"0\",\"policies\":{\"last-number\":{\"correct\":true,\"score\":1.0,\"extracted\":\"2\"}}}");
        assertThat(harness(new StringWriter(), "compare", out, rows)).isZero();
    }

    @Test
    void systemPromptStandsInTheResultsName() throws IOException {
        Path out = folder.resolve("prompted");
        assertThat(evaluate(out, "--system", "Be brief.", "--limit", 1)).isZero();
        assertThat(Files.readString(out.resolve("result.json")))
                .contains("\"model\" : \"stub, system prompt \\\"Be brief.\\\"\"");
    }

    @Test
    void faultsOfTheCommandAreUsageErrors() {
        StringWriter err = new StringWriter();
        assertThat(harness(err, "evaluate", "--recording", recording, "--task", "nonsense", "--out", folder))
                .isEqualTo(2);
        assertThat(err.toString()).contains("task (nonsense) must be a YAML file or one of gsm8k");
        assertThat(harness(err, "evaluate", "--task", "gsm8k", "--out", folder)).isEqualTo(2);
        assertThat(harness(err, "compare", recording, recording)).isEqualTo(1);
    }
}
