package org.reformatted.finetune.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.finetune.Shared;
import org.reformatted.finetune.batch.TokenizedExample;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.finetune.model.LlamaModel;
import org.reformatted.finetune.train.config.SftConfig;
import org.reformatted.finetune.train.config.SftInputs;
import org.reformatted.finetune.train.config.TrainingSource;
import org.reformatted.finetune.train.metrics.StepMetrics;
import org.reformatted.finetune.weights.HuggingFaceCheckpoint;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.data.Conversation;

class SftRunTest {
    private static final String TINY =
            "model: {llama: {hiddenSize: 16, intermediateSize: 24, layers: 2, attentionHeads: 2, keyValueHeads: 1,"
                    + " vocabularySize: 40, maxPositions: 32}}";

    @TempDir
    Path temporary;

    @Test
    void sameSeedGivesTheSameLossesTwice() {
        SftConfig config = tiny("length: {epochs: 2}", "shuffle: true");
        List<StepMetrics> first = Sft.run(config, tinyInputs(), temporary.resolve("a"));
        List<StepMetrics> second = Sft.run(config, tinyInputs(), temporary.resolve("b"));
        List<StepMetrics> other = Sft.run(config.withSeed(7), tinyInputs(), temporary.resolve("c"));
        assertThat(first).hasSize(6);
        assertThat(Sft.losses(second)).isEqualTo(Sft.losses(first));
        assertThat(Sft.losses(other)).isNotEqualTo(Sft.losses(first));
    }

    @Test
    void runThatWasStoppedEndsLikeOneThatWasNot() throws IOException {
        SftConfig config = tiny("length: {steps: 7}", "shuffle: true", "checkpoint: {every: 2, keep: 1}");
        Path whole = temporary.resolve("whole");
        List<StepMetrics> undisturbed = Sft.run(config, tinyInputs(), whole);
        for (int stop : new int[] {0, 1, 3, 4, 6}) {
            Path out = temporary.resolve("stopped" + stop);
            assertThatThrownBy(() -> SftRun.run(config, tinyInputs(), Sft.RUNTIME, out, stoppingAfter(stop)))
                    .hasMessage("stopped");
            assertThat(out.resolve("checkpoint")).doesNotExist();
            assertThat(Sft.losses(Sft.run(config, tinyInputs(), out))).isEqualTo(Sft.losses(undisturbed));
            assertThat(out.resolve("checkpoint/model.safetensors"))
                    .hasSameBinaryContentAs(whole.resolve("checkpoint/model.safetensors"));
            assertThat(out.resolve("state")).doesNotExist();
        }
    }

    @Test
    void damagedStateIsNamedAndNotUsed() throws IOException {
        SftConfig config = tiny("length: {steps: 7}", "shuffle: true", "checkpoint: {every: 2, keep: 2}");
        Path whole = temporary.resolve("whole");
        List<StepMetrics> undisturbed = Sft.run(config, tinyInputs(), whole);
        List<String> silent = new ArrayList<>();
        int damages = 0;
        for (int index = 0; index < 7; index++) {
            for (int kind = 0; kind < 3; kind++) {
                Path out = temporary.resolve("damaged-" + index + "-" + kind);
                assertThatThrownBy(() -> SftRun.run(config, tinyInputs(), Sft.RUNTIME, out, stoppingAfter(5)));
                List<Path> files = resumable(out);
                assertThat(files).hasSize(7);
                Path file = files.get(index);
                damage(file, kind);
                List<String> losses = new ArrayList<>();
                String said = standardError(() -> Sft.losses(Sft.run(config, tinyInputs(), out))
                        .forEach(loss -> losses.add(String.valueOf(loss))));
                String what = out.relativize(file) + ", damage " + kind;
                assertThat(losses)
                        .as(what)
                        .isEqualTo(Sft.losses(undisturbed).stream()
                                .map(String::valueOf)
                                .toList());
                assertThat(out.resolve("checkpoint/model.safetensors"))
                        .as(what)
                        .hasSameBinaryContentAs(whole.resolve("checkpoint/model.safetensors"));
                boolean old = file.getParent().endsWith("step-00000002"); // never read, as a newer state is whole
                if (!old && !said.contains(file.getFileName().toString())) {
                    silent.add(what);
                }
                damages++;
            }
        }
        assertThat(silent).isEmpty();
        assertThat(damages).isEqualTo(21);
    }

    /** The files that a stopped run goes on from. */
    private static List<Path> resumable(Path out) throws IOException {
        try (Stream<Path> walk = Files.walk(out)) {
            return walk.filter(file -> file.startsWith(out.resolve("state")) || file.endsWith("metrics.jsonl"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }

    private static void damage(Path file, int kind) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        if (kind == 0) {
            bytes[bytes.length / 2] ^= 1;
            Files.write(file, bytes);
        } else if (kind == 1) {
            Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2));
        } else {
            Files.delete(file);
        }
    }

    private static String standardError(Runnable work) {
        PrintStream before = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            work.run();
        } finally {
            System.setErr(before);
        }
        return said.toString(StandardCharsets.UTF_8);
    }

    @Test
    void finishedRunWithDamagedResultsIsDoneOnceMore() throws IOException {
        SftConfig config = tiny("length: {steps: 2}");
        Sft.run(config, tinyInputs(), temporary);
        Path weights = temporary.resolve("checkpoint/model.safetensors");
        byte[] whole = Files.readAllBytes(weights);
        for (String name : List.of(
                "checkpoint/model.safetensors",
                "checkpoint/config.json",
                "summary.json",
                "metrics.jsonl",
                "finetune.sha256")) {
            for (int kind = 0; kind < 3; kind++) {
                damage(temporary.resolve(name), kind);
                String said =
                        standardError(() -> SftRun.run(config, tinyInputs(), Sft.RUNTIME, temporary, Progress.SILENT));
                assertThat(said)
                        .as(name + ", damage " + kind)
                        .contains(Path.of(name).getFileName().toString());
                assertThat(Files.readAllBytes(weights))
                        .as(name + ", damage " + kind)
                        .isEqualTo(whole);
            }
        }
    }

    @Test
    void finishedRunDoesNothingMore() throws IOException {
        SftConfig config = tiny("length: {steps: 2}");
        Sft.run(config, tinyInputs(), temporary);
        Object written = Files.getLastModifiedTime(temporary.resolve("checkpoint/model.safetensors"));
        SftSummary summary = SftRun.run(config, tinyInputs(), Sft.RUNTIME, temporary, Progress.SILENT);
        assertThat(summary.steps()).isEqualTo(2);
        assertThat(Files.getLastModifiedTime(temporary.resolve("checkpoint/model.safetensors")))
                .isEqualTo(written);
    }

    @Test
    void stateOfAnotherRunIsRefused() {
        SftConfig config = tiny("length: {steps: 4}", "checkpoint: {every: 1, keep: 1}");
        assertThatThrownBy(() -> SftRun.run(config, tinyInputs(), Sft.RUNTIME, temporary, stoppingAfter(2)));
        assertThatThrownBy(() -> SftRun.run(config.withSeed(3), tinyInputs(), Sft.RUNTIME, temporary, Progress.SILENT))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("it belongs to a run with other settings");
    }

    @Test
    void packedRowsLearnLikeRowsOfTheirOwn() {
        List<StepMetrics> apart = Sft.run(tiny("batch: {examples: 8}"), tinyInputs(), temporary.resolve("apart"));
        List<StepMetrics> packed =
                Sft.run(tiny("batch: {tokens: 128}", "maxLength: 32"), tinyInputs(), temporary.resolve("packed"));
        assertThat(packed.get(0).supervisedTokens()).isEqualTo(apart.get(0).supervisedTokens());
        assertThat(packed.get(0).loss()).isCloseTo(apart.get(0).loss(), org.assertj.core.api.Assertions.within(1e-5));
        assertThat(packed.get(0).gradNorm())
                .isCloseTo(apart.get(0).gradNorm(), org.assertj.core.api.Assertions.within(1e-5));
    }

    @Test
    void countsWhatIsCutAndWhatIsLeftOut() {
        List<TokenizedExample> rows = new ArrayList<>(tinyRows());
        rows.add(new TokenizedExample("nothing to learn", new int[] {1, 2, 3}, new float[3]));
        rows.add(new TokenizedExample("cut", new int[40], ones(40)));
        SftInputs inputs = new SftInputs(Optional.empty(), new TrainingSource.Tokenized(rows), Optional.empty());
        SftSummary summary = SftRun.run(tiny("length: {steps: 1}"), inputs, Sft.RUNTIME, temporary, Progress.SILENT);
        assertThat(summary.examples()).isEqualTo(9);
        assertThat(summary.unsupervisedExamples()).isEqualTo(1);
        assertThat(summary.truncatedExamples()).isEqualTo(1);
    }

    @Test
    void validationLossIsMeasuredOnExamplesThatAreNotTrainedOn() throws IOException {
        SftInputs.ValidationInputs share = new SftInputs.ValidationInputs(Optional.empty(), 0.25, 2);
        SftInputs inputs =
                new SftInputs(Optional.empty(), new TrainingSource.Tokenized(tinyRows()), Optional.of(share));
        SftSummary summary = SftRun.run(tiny("length: {steps: 4}"), inputs, Sft.RUNTIME, temporary, Progress.SILENT);
        assertThat(summary.examples()).isEqualTo(6);
        List<String> lines = Files.readAllLines(temporary.resolve("validation.jsonl"));
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).startsWith("{\"step\":0,\"loss\":3.6").endsWith("\"examples\":2}");
        assertThat(lines.get(2)).startsWith("{\"step\":4,");
    }

    @Test
    void lossThatIsNotFiniteStopsWithStepExamplesAndState() {
        SftConfig config = tiny(
                "length: {steps: 50}",
                "optimizer: {learningRate: 1.0e30, clipNorm: 1.0e30}",
                "checkpoint: {every: 1, keep: 1}");
        assertThatThrownBy(() -> SftRun.run(config, tinyInputs(), Sft.RUNTIME, temporary, Progress.SILENT))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("step ")
                .hasMessageContaining("row3, row4, row5")
                .hasMessageContaining("state/step-0000000");
    }

    @Test
    void trainsOnConversationsAndTheCheckpointLoadsAgain() {
        List<Conversation> conversations = List.of(
                Conversation.of("a", "What is it?", "A red ball."),
                Conversation.of("b", "Who came?", "Tom and his mom."));
        SftInputs inputs = SftInputs.of(Shared.stories260K(), conversations);
        SftConfig config = Sft.config("template: openchat", "length: {steps: 30}", "batch: {examples: 2}");
        List<StepMetrics> steps = Sft.run(config, inputs, temporary);
        assertThat(steps.get(29).loss()).isLessThan(0.5 * steps.get(0).loss());
        try (LlamaModel model =
                HuggingFaceCheckpoint.open(temporary.resolve("checkpoint")).load(Device.cpu(), NumberType.FLOAT32)) {
            assertThat(model.config().vocabularySize()).isEqualTo(513);
        }
        assertThat(temporary.resolve("checkpoint/tokenizer.model")).exists();
    }

    private static SftConfig tiny(String... lines) {
        List<String> all = new ArrayList<>(List.of(TINY, "length: {steps: 3}", "batch: {examples: 3}"));
        all.addAll(List.of(lines));
        return Sft.config(all.toArray(String[]::new));
    }

    private static SftInputs tinyInputs() {
        return new SftInputs(Optional.empty(), new TrainingSource.Tokenized(tinyRows()), Optional.empty());
    }

    private static List<TokenizedExample> tinyRows() {
        List<TokenizedExample> rows = new ArrayList<>();
        for (int row = 0; row < 8; row++) {
            int[] ids = new int[5 + 2 * row];
            float[] weights = new float[ids.length];
            for (int i = 0; i < ids.length; i++) {
                ids[i] = (7 * row + 3 * i) % 40;
                weights[i] = i < 3 ? 0 : 1;
            }
            rows.add(new TokenizedExample("row" + row, ids, weights));
        }
        return rows;
    }

    private static float[] ones(int length) {
        float[] weights = new float[length];
        java.util.Arrays.fill(weights, 1, length, 1);
        return weights;
    }

    /** Breaks off behind a number of steps, as a crash does. */
    private static Progress stoppingAfter(int steps) {
        return (what, total) -> new Progress.Task() {
            private int left = steps;

            @Override
            public void advance(long done) {
                if (done > 0 && left-- == 0) {
                    throw new IllegalStateException("stopped");
                }
            }

            @Override
            public void note(String text) {}

            @Override
            public void close() {}
        };
    }
}
