package org.reformatted.experiments.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.eval.judge.JudgeConfig;
import org.reformatted.eval.judge.JudgedAnswer;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.llm.AnswerStore;
import org.reformatted.realign.llm.CheckpointConfig;
import org.reformatted.realign.llm.EndpointConfig;
import org.reformatted.realign.llm.ModelAccess;
import org.reformatted.realign.llm.SharedLimits;

/** Judgments on Spark in this process are those of one machine, and each request is paid once. */
class JudgeJobTest {
    private static final String MODEL =
            "model: {endpoint: {name: stub, baseUrlVariable: STUB, concurrency: 4, price: {promptPerMillion: 1,"
                    + " completionPerMillion: 2}%s}}\n";

    @TempDir
    Path folder;

    /** A rating, or at first none, by the text that is shown. */
    private static String rating(String asked) {
        int hash = Math.floorMod(asked.hashCode(), 11);
        return hash == 0 ? "I would rather not." : "It is fine. Rating: [[" + hash + "]]";
    }

    private static String preference(String asked) {
        return "They differ. [[" + "ABC".charAt(Math.floorMod(asked.hashCode(), 3)) + "]]";
    }

    private Path answers(String name, int shift) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int row = 0; row < 30; row++) {
            String said = row % 3 == 0 ? "the same" : "answer " + shift + " of " + row;
            lines.append(Json.line(Map.of("id", "q" + row, "question", "What is " + row / 2 + "?", "output", said)))
                    .append('\n');
        }
        return Files.writeString(folder.resolve(name), lines);
    }

    private void oneMachine(String yaml, Map<String, Path> files, String address) {
        JudgeConfig judge = JudgeTask.read(new PartTask.Text("judge.yaml", yaml));
        try (AnswerStore store = AnswerStore.open(folder.resolve("one.sqlite"));
                var model = judge.model()
                        .open(new ModelAccess(
                                Path::of, CheckpointConfig.Opener.NONE, Map.of("STUB", address), store))) {
            files.forEach((name, file) -> judge.judge(
                            "",
                            model,
                            4,
                            List.copyOf(JudgedAnswer.read(file).values()),
                            judge.against().map(Path::of).map(JudgedAnswer::read),
                            Path::of,
                            Progress.SILENT)
                    .write(folder.resolve("one/" + name)));
        }
    }

    private List<String> spark(String yaml, Map<String, Path> files, String address) {
        PartTask.Text text = new PartTask.Text("judge.yaml", yaml);
        EndpointConfig endpoint = (EndpointConfig) JudgeTask.read(text).model();
        LimitsPlugin.prepare(
                new SharedLimits(Map.of(endpoint.answeringAs(), endpoint), System.nanoTime()), Map.of("STUB", address));
        SparkConf spark = new SparkConf()
                .setMaster("local[2]")
                .set("spark.ui.enabled", "false")
                .set("spark.plugins", LimitsPlugin.class.getName());
        Map<String, String> addresses = new LinkedHashMap<>();
        files.forEach((name, file) -> addresses.put(name, InputPieces.address(file)));
        String out = InputPieces.address(folder.resolve("spark"));
        return new JobOutput(out)
                .locked(
                        "test",
                        spark,
                        (context, work) -> new JudgeSteps(context, work, text, Path::of).run(addresses, 5));
    }

    private void assertSame(Map<String, Path> files) throws IOException {
        for (String name : files.keySet()) {
            for (String file : List.of(JudgeConfig.FILE, JudgeConfig.ROWS_FILE)) {
                assertThat(Files.readString(folder.resolve("spark/" + name + "/" + file)))
                        .as(name + "/" + file)
                        .isEqualTo(Files.readString(folder.resolve("one/" + name + "/" + file)));
            }
        }
    }

    @Test
    void ratingsOfManyFilesAreThoseOfOneMachineAndEachRequestIsPaidOnce() throws IOException {
        String yaml = "protocol: mt-bench\n" + MODEL.formatted("");
        Map<String, Path> files = new LinkedHashMap<>(Map.of("a", answers("a.jsonl", 1), "b", answers("b.jsonl", 2)));
        try (StubService one = new StubService(0, 1, JudgeJobTest::rating);
                StubService other = new StubService(0, 1, JudgeJobTest::rating)) {
            oneMachine(yaml, files, one.address());
            spark(yaml, files, other.address());
            assertThat(other.counts())
                    .isEqualTo(new StubService.Counts(one.counts().requests(), List.of(), 0, 0));
            Files.delete(folder.resolve("spark/_work/00001/done.json"));
            spark(yaml, files, other.address());
            assertThat(other.counts())
                    .isEqualTo(new StubService.Counts(one.counts().requests(), List.of(), 0, 0));
        }
        assertSame(files);
    }

    @Test
    void comparisonsWithAFileOfTheConfigAreThoseOfOneMachine() throws IOException {
        String yaml = "protocol: pairwise\nagainst: " + answers("base.jsonl", 9) + "\n" + MODEL.formatted("");
        Map<String, Path> files = Map.of("a", answers("a.jsonl", 1));
        try (StubService stub = new StubService(0, 1, JudgeJobTest::preference)) {
            oneMachine(yaml, files, stub.address());
            Optional<String> first = spark(yaml, files, stub.address()).stream().findFirst();
            assertThat(first).isPresent();
        }
        assertSame(files);
    }

    @Test
    void aBudgetThatIsUsedUpLeavesTheJobUnfinishedAndItsRepliesKept() throws IOException {
        String yaml = "protocol: mt-bench\n" + MODEL.formatted(", budget: 0.006");
        Map<String, Path> files = Map.of("a", answers("a.jsonl", 1));
        try (StubService stub = new StubService(0, 1, JudgeJobTest::rating)) {
            assertThatThrownBy(() -> spark(yaml, files, stub.address()))
                    .hasMessageContaining("parts are unfinished")
                    .hasMessageContaining("the budget of 0.0060 USD is used up");
            long paid = stub.counts().requests();
            assertThat(paid).isPositive();
            spark("protocol: mt-bench\n" + MODEL.formatted(""), files, stub.address());
            assertThat(stub.counts().againPaidAt()).isEmpty();
        }
    }
}
