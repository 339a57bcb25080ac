package org.reformatted.eval.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.eval.task.FileTask;
import org.reformatted.eval.task.Shots;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.llm.ChatModel;
import org.reformatted.realign.llm.ChatRequest;
import org.reformatted.realign.llm.Completion;
import org.reformatted.realign.llm.FinishReason;
import org.reformatted.realign.llm.SamplingSettings;
import org.reformatted.realign.llm.Usage;

/** An evaluation in a process of its own, killed with SIGKILL again and again: no answer is asked for twice but the one it died over. */
class KilledEvaluationTest {
    private static final int SAMPLES = 120;
    private static final List<Integer> KILLED_BEHIND = List.of(1, 25, 60, 100);

    @TempDir
    Path folder;

    @Test
    void endsWithTheSameBytesAndLosesOneAnswerAKillAtMost() throws Exception {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < SAMPLES; i++) {
            rows.append("{\"question\": \"What is " + i + "?\", \"answer\": \"It is.\\n#### " + i + "\"}\n");
        }
        Path questions = Files.writeString(folder.resolve("questions.jsonl"), rows);
        Answering.main(questions.toString(), folder.resolve("whole").toString(), "0");

        Path out = folder.resolve("killed");
        for (int answered : KILLED_BEHIND) {
            Process process = start(questions, out);
            await(process, out.resolve(PredictionLog.FILE), answered);
            process.destroyForcibly();
            assertThat(process.waitFor()).as("SIGKILL ends a process with").isEqualTo(128 + 9);
            assertThat(lines(out.resolve(PredictionLog.FILE))).isBetween(answered, SAMPLES - 1);
        }
        Process last = start(questions, out);
        assertThat(last.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(last.exitValue()).isZero();

        for (String name : List.of("predictions.jsonl", "scored.jsonl", "result.json")) {
            assertThat(out.resolve(name))
                    .hasSameBinaryContentAs(folder.resolve("whole").resolve(name));
        }
        assertThat(lines(out.resolve(Answering.ASKED))).isBetween(SAMPLES, SAMPLES + KILLED_BEHIND.size());
    }

    private static Process start(Path questions, Path out) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Answering.class.getName(),
                        questions.toString(),
                        out.toString(),
                        "10")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void await(Process process, Path log, int answered) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (lines(log) < answered) {
            assertThat(process.isAlive() && System.nanoTime() < end)
                    .as("waiting for answer " + answered)
                    .isTrue();
            Thread.sleep(1);
        }
    }

    private static int lines(Path file) throws IOException {
        int lines = 0;
        for (byte b : Files.exists(file) ? Files.readAllBytes(file) : new byte[0]) {
            lines += b == '\n' ? 1 : 0;
        }
        return lines;
    }

    /** The process: answers each question after some milliseconds and writes down that it was asked. */
    static final class Answering {
        static final String ASKED = "asked.txt";

        private Answering() {}

        public static void main(String... args) throws IOException {
            Path out = Files.createDirectories(Path.of(args[1]));
            Evaluator.evaluate(
                    FileTask.bundled("gsm8k", Path.of(args[0]), Shots.NONE),
                    new Slow(out.resolve(ASKED), Long.parseLong(args[2])),
                    EvalConfig.of("gsm8k", SamplingSettings.greedy(64)),
                    out,
                    Progress.SILENT);
        }
    }

    private record Slow(Path asked, long milliseconds) implements ChatModel {
        @Override
        public String identity() {
            return "slow";
        }

        @Override
        public Completion complete(ChatRequest request) {
            String question = request.turns().get(0).text();
            try {
                Files.writeString(asked, question + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                Thread.sleep(milliseconds);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
            String text = "#### " + question.replaceAll("\\D", "");
            return new Completion(List.of(new Completion.Candidate(text, FinishReason.STOP)), Usage.NONE, "slow");
        }
    }
}
