package org.reformatted.realign.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.realign.Shared;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.config.ConfigBinder;
import org.reformatted.realign.config.ConfigException;
import org.reformatted.realign.criteria.TaskCategory;
import org.reformatted.realign.data.Conversation;
import org.reformatted.realign.llm.Usage;
import org.reformatted.realign.reformat.Reformatter;
import org.reformatted.realign.reformat.RevisedResponse;

class RealignPipelineTest {
    private static final String ROWS = """
        {"id":"note","question":"q","answer":"1+1=<<1+1=2>>2 apples\\n#### 2"}
        {"id":"bare","question":"q","answer":"#### 3"}
        {"id":"other","question":"q","answer":"1+1=2\\nThe answer is 2.\\n#### 5"}
        """;

    @TempDir
    Path folder;

    @Test
    void everyRowEndsWithAVerdict() throws IOException {
        RealignSummary summary = run("input: {path: rows.jsonl}\ncategory: math", ROWS);
        List<RowVerdict> verdicts = verdicts();
        assertThat(verdicts).extracting(RowVerdict::id).containsExactly("note", "bare", "other");
        assertThat(verdicts).extracting(RowVerdict::filter).containsExactly("rules", "rules", "rules");
        assertThat(summary.total().rows()).isEqualTo(3);
        assertThat(summary.total().rewritten()).isEqualTo(1); // the last one declares two answers
        assertThat(summary.total().original()).isEqualTo(Map.of("rules", 2L));
        assertThat(summary.categories().get("math_puzzles")).isEqualTo(summary.total());
    }

    @Test
    void theArmsDifferInResponsesAlone() throws IOException {
        run("input: {path: rows.jsonl}\ncategory: math", ROWS);
        List<Conversation> original = rows(RealignPipeline.ORIGINAL);
        List<Conversation> realigned = rows(RealignPipeline.CONVERSATIONS);
        assertThat(realigned.get(0).response()).isEqualTo("Step 1: 1+1=2 apples.\nThe answer is 2.");
        for (int i = 0; i < original.size(); i++) {
            assertThat(realigned.get(i).withResponse(""))
                    .isEqualTo(original.get(i).withResponse(""));
        }
    }

    @Test
    void aRowWithoutCategoryIsLeftAsItIs() throws IOException {
        RealignSummary summary = run("input: {path: rows.jsonl}", ROWS);
        assertThat(summary.total().original()).isEqualTo(Map.of("category", 3L));
        assertThat(verdicts().get(0).why()).isEqualTo("the row's category is not known");
        assertThat(rows(RealignPipeline.CONVERSATIONS)).isEqualTo(rows(RealignPipeline.ORIGINAL));
    }

    @Test
    void aFilterThatRevertsIsNamedAndTheProposalIsKept() throws IOException {
        String row = "{\"id\":\"x\",\"turns\":[{\"role\":\"user\",\"text\":\"q\"},{\"role\":\"assistant\","
                + "\"text\":\"1+1=2\\n#### 3\"}],\"provenance\":{\"answer\":\"2\"}}\n";
        run("input: {path: rows.jsonl}\ncategory: math", row);
        RowVerdict verdict = verdicts().get(0);
        assertThat(verdict.filter()).isEqualTo("answer-preserved");
        assertThat(verdict.why()).isEqualTo("the original's answer is 2, the rewrite's is 3");
        assertThat(verdict.candidates()).hasSize(1);
    }

    @Test
    void runningAgainAfterAnInterruptionGivesTheSameBytes() throws IOException {
        run("input: {path: rows.jsonl}\ncategory: math", ROWS);
        Map<String, String> first = bytes();
        Files.writeString(folder.resolve("out").resolve(RealignPipeline.VERDICTS), "{\"half");
        Files.delete(folder.resolve("out").resolve(RealignPipeline.SUMMARY));
        run("input: {path: rows.jsonl}\ncategory: math", ROWS);
        assertThat(bytes()).isEqualTo(first);
    }

    @Test
    void rowsKeepTheirOrderHoweverManyCoresWorkOnThem() throws IOException {
        List<String> ids = IntStream.range(0, 2000).mapToObj(i -> "row-" + i).toList();
        run("input: {path: rows.jsonl}\ncategory: math", lines(ids));
        assertThat(verdicts()).extracting(RowVerdict::id).isEqualTo(ids);
        assertThat(rows(RealignPipeline.ORIGINAL)).extracting(Conversation::id).isEqualTo(ids);
        assertThat(rows(RealignPipeline.CONVERSATIONS))
                .extracting(Conversation::id)
                .isEqualTo(ids);
    }

    @Test
    void anIdThatStandsTwiceIsToldWithItsLineHoweverManyCoresWork() {
        List<String> ids = new ArrayList<>(
                IntStream.range(0, 1000).mapToObj(i -> "row-" + i).toList());
        ids.set(700, "row-3");
        assertThatThrownBy(() -> run("input: {path: rows.jsonl}\ncategory: math", lines(ids)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("rows.jsonl:701: the id \"row-3\" again");
    }

    @Test
    void aLineThatIsNoJsonIsToldHoweverManyCoresWork() {
        String rows = lines(IntStream.range(0, 300).mapToObj(i -> "row-" + i).toList());
        assertThatThrownBy(() -> run("input: {path: rows.jsonl}\ncategory: math", rows + "\n{\"half"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("rows.jsonl:302: this line is not valid JSON");
    }

    @Test
    void anIdThatStandsTwiceIsToldBeforeAnythingIsPaidFor() throws IOException {
        Files.writeString(folder.resolve("rows.jsonl"), lines(List.of("one", "two", "one")));
        RealignConfig config = ConfigBinder.bind(
                        "config.yaml", "input: {path: rows.jsonl}\ncategory: math", RealignConfig.class)
                .value();
        List<String> paid = new ArrayList<>();
        Reformatter paying = new Reformatter() {
            @Override
            public String identity() {
                return "paying";
            }

            @Override
            public RevisedResponse reformat(Conversation row, TaskCategory category) {
                paid.add(row.id());
                return new RevisedResponse(null, "paying", "nothing", List.of(), Usage.NONE);
            }
        };
        assertThatThrownBy(() ->
                        RealignPipeline.run(paying, config, folder::resolve, folder.resolve("out"), Progress.SILENT))
                .hasMessageContaining("the id \"one\" again");
        assertThat(paid).isEmpty();
    }

    private static String lines(List<String> ids) {
        return ids.stream()
                .map(id -> "{\"id\":\"" + id + "\",\"question\":\"q\",\"answer\":\"1+1=<<1+1=2>>2\\n#### 2\"}\n")
                .collect(Collectors.joining());
    }

    @Test
    void aLimitTakesTheFirstRowsAndASeedDrawsThemInOrder() throws IOException {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            rows.append("{\"question\":\"q\",\"answer\":\"#### ").append(i).append("\"}\n");
        }
        run("input: {path: rows.jsonl, limit: 2}", rows.toString());
        assertThat(rows(RealignPipeline.ORIGINAL)).extracting(Conversation::id).containsExactly("gsm8k-1", "gsm8k-2");
        run("input: {path: rows.jsonl, limit: 10, seed: 4}", rows.toString());
        List<Integer> drawn = rows(RealignPipeline.ORIGINAL).stream()
                .map(row -> Integer.valueOf(row.id().substring(6)))
                .toList();
        assertThat(drawn).hasSize(10).isSorted().isNotEqualTo(List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
        run("input: {path: rows.jsonl, limit: 10, seed: 4}", rows.toString());
        assertThat(rows(RealignPipeline.ORIGINAL).stream()
                        .map(row -> Integer.valueOf(row.id().substring(6))))
                .containsExactlyElementsOf(drawn);
    }

    @Test
    void unknownNamesAreRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> run("input: {path: rows.jsonl}\nfilters: [lenght]", ROWS))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(
                        "config.yaml:2: filters contain lenght, which is none of alpaca, answer-preserved");
        assertThatThrownBy(() -> run("input: {path: rows.jsonl}\ncategory: maths", ROWS))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("realign.category (maths) is not in the criteria");
        assertThatThrownBy(() -> run("input: {path: rows.jsonl, seed: 3}", ROWS))
                .hasMessageContaining("seed (3) has no effect without limit; set limit, or leave seed out");
    }

    @Test
    void allOfGsm8kIsRewritten() {
        Path data = Shared.data("gsm8k/train.jsonl");
        RealignConfig config = ConfigBinder.bind("c", "input: {path: x}\ncategory: math", RealignConfig.class)
                .value();
        RealignSummary summary = RealignPipeline.run(config, path -> data, folder.resolve("out"), Progress.SILENT);
        assertThat(summary.total().rows()).isEqualTo(7473);
        assertThat(summary.total().rewritten()).isEqualTo(7473);
    }

    private RealignSummary run(String yaml, String rows) throws IOException {
        Files.writeString(folder.resolve("rows.jsonl"), rows);
        RealignConfig config =
                ConfigBinder.bind("config.yaml", yaml, RealignConfig.class).value();
        return RealignPipeline.run(config, folder::resolve, folder.resolve("out"), Progress.SILENT);
    }

    private List<RowVerdict> verdicts() {
        try (Stream<RowVerdict> rows =
                JsonLines.read(folder.resolve("out").resolve(RealignPipeline.VERDICTS), RowVerdict.class)) {
            return rows.toList();
        }
    }

    private List<Conversation> rows(String name) {
        try (Stream<Conversation> rows = JsonLines.read(folder.resolve("out").resolve(name), Conversation.class)) {
            return rows.toList();
        }
    }

    private Map<String, String> bytes() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("out"))) {
            Map<String, String> bytes = new java.util.TreeMap<>();
            for (Path file : files.toList()) {
                bytes.put(file.getFileName().toString(), Files.readString(file));
            }
            return bytes;
        }
    }
}
