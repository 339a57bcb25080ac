package org.reformatted.experiments.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.classify.ChatTaskClassifier;
import org.reformatted.realign.classify.LabelledQuery;
import org.reformatted.realign.criteria.CriteriaBook;
import org.reformatted.realign.llm.ChatModel;
import org.reformatted.realign.llm.ChatRequest;
import org.reformatted.realign.llm.Completion;
import org.reformatted.realign.llm.FinishReason;
import org.reformatted.realign.llm.RecordedChatModel;
import org.reformatted.realign.llm.Usage;
import org.reformatted.realign.pipeline.RealignPipeline;
import org.reformatted.realign.pipeline.RowVerdict;

/** Classifiers that are language models: finetuned here, and played from a recording. */
class ClassifyCommandTest {
    private static final Path STORIES = Path.of(System.getProperty("shared.root"), "models/stories260K");

    private static final String SFT = """
            model: stories260K
            data: {train: train.jsonl, format: conversations}
            template: plain
            length: {steps: 60}
            batch: {examples: 8}
            maxLength: 128
            optimizer: {learningRate: 3.0e-3, weightDecay: 0.0}
            """;

    private static final String REALIGN = """
            input: {path: rows.jsonl}
            classifier: {checkpoint: {path: out/checkpoint, template: plain}}
            """;

    @TempDir
    Path folder;

    @Test
    void aModelFinetunedOnLabelledQueriesClassifiesOthersAndTheRowsOfARealignConfig() throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(STORIES), "needs ../shared/models/stories260K, which is not here");
        queries("train.json", 0, 40);
        queries("test.json", 40, 50);
        Files.writeString(folder.resolve("sft.yaml"), SFT);
        Files.writeString(folder.resolve("realign.yaml"), REALIGN);
        run("classify", "data", "--no-bundled", "--queries", path("train.json"), "--out", path("train.jsonl"));
        String models = STORIES.getParent().toString();
        run("finetune", path("sft.yaml"), "--out", path("out"), "--models", models, "--data", folder.toString());
        String told = run(
                "classify",
                "evaluate",
                "--queries",
                path("test.json"),
                "--json",
                "--template",
                "plain",
                "--checkpoint",
                path("out/checkpoint"));
        assertThat(Json.MAPPER.readTree(told).path("top1").path("n").asInt()).isEqualTo(20);
        assertThat(Json.MAPPER.readTree(told).path("top1").path("right").asInt())
                .isGreaterThanOrEqualTo(18);

        JsonLines.write(
                folder.resolve("rows.jsonl"),
                IntStream.range(50, 54).mapToObj(i -> new Row(query(i), "1+1=<<1+1=2>>2\n#### 2")));
        run("realign", path("realign.yaml"), "--out", path("realigned"));
        try (Stream<RowVerdict> verdicts =
                JsonLines.read(folder.resolve("realigned").resolve(RealignPipeline.VERDICTS), RowVerdict.class)) {
            assertThat(verdicts).extracting(RowVerdict::category).contains("text_to_text_translation", "math_puzzles");
        }
    }

    @Test
    void aRecordedModelIsScoredAgainWithoutAskingAnybody() throws IOException {
        queries("test.json", 0, 5);
        Path calls = folder.resolve("calls.jsonl");
        try (ChatModel recording = RecordedChatModel.recording(new Translator(), calls)) {
            new ChatTaskClassifier(recording, CriteriaBook.bundled())
                    .classify(LabelledQuery.read(folder.resolve("test.json")).stream()
                            .map(LabelledQuery::query)
                            .toList());
        }
        String told = run("classify", "evaluate", "--queries", path("test.json"), "--replay", calls.toString());
        assertThat(told)
                .contains("top-1                            0.500  [0.237, 0.763]  5 of 10")
                .contains("top-3                            undefined")
                .contains("0 of 10 answers name no category");
    }

    @Test
    void twoClassifiersAtOnceAreRefused() {
        assertThat(Harness.commandLine()
                        .execute("classify", "evaluate", "--queries", "q", "--model", "m", "--replay", "r"))
                .isEqualTo(2);
        assertThat(Harness.commandLine().execute("classify", "evaluate", "--queries", "q", "--record", "r"))
                .isEqualTo(2);
    }

    record Row(String question, String answer) {}

    /** Takes everything for a translation. */
    private static final class Translator implements ChatModel {
        @Override
        public String identity() {
            return "translator";
        }

        @Override
        public Completion complete(ChatRequest request) {
            return new Completion(
                    List.of(new Completion.Candidate("text_to_text_translation", FinishReason.STOP)),
                    new Usage(1, 1),
                    "translator");
        }
    }

    private void queries(String name, int from, int to) throws IOException {
        List<LabelledQuery> queries = IntStream.range(from, to)
                .boxed()
                .flatMap(i -> Stream.of(
                        new LabelledQuery(query(2 * i), "text_to_text_translation"),
                        new LabelledQuery(query(2 * i + 1), "math_puzzles")))
                .toList();
        Files.writeString(folder.resolve(name), Json.pretty(queries));
    }

    private static String query(int i) {
        return i % 2 == 0 ? "Say it in French: I see " + i + " red birds" : i + " dogs and 3 cats, how many are there?";
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    /** Runs a command that must end well, and gives what it printed. */
    private static String run(String... arguments) {
        PrintStream out = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, UTF_8));
        try {
            assertThat(Harness.commandLine().execute(arguments))
                    .as(String.join(" ", arguments))
                    .isZero();
        } finally {
            System.setOut(out);
        }
        return printed.toString(UTF_8);
    }
}
