package org.reformatted.experiments.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.data.Conversation;
import org.reformatted.realign.pipeline.RealignPipeline;
import org.reformatted.realign.pipeline.RowVerdict;
import picocli.CommandLine;

/** A local checkpoint rewrites: a tiny one that tells stories whatever it is asked. */
class CheckpointRewriterTest {
    private static final Path STORIES = Path.of(System.getProperty("shared.root"), "models/stories260K");

    private static final String ROWS = """
        {"instruction": "Who was Lily?", "input": "", "output": "A girl."}
        {"instruction": "Who was Tom?", "input": "", "output": "A dog."}
        {"instruction": "Who was Ben?", "input": "", "output": "A boy with a red ball."}
        """;

    /** The model reads the prompt only where it is short: its context is 512 tokens of about two letters. */
    private static final String SHORT = """
        input: {path: rows.jsonl}
        category: open_qa
        reformatter:
          checkpoint: {path: stories260K, template: plain}
          sampling: {maxNewTokens: 60, stop: ["."]}
          asks: 2
          systemPrompt: system.txt
          prompt: prompt.txt
        """;

    @TempDir
    Path folder;

    @BeforeEach
    void files() throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(STORIES), "needs ../shared/models/stories260K, which is not here");
        write("rows.jsonl", ROWS);
        write("system.txt", "Once upon a time");
        write("prompt.txt", "{question} {response}");
    }

    @Test
    void repliesWithoutTheMarkerLeaveEveryRowAsItWasAndAreAskedForOnce() throws IOException {
        write("c.yaml", SHORT);
        assertThat(dryRun().out)
                .contains("3 calls of stories260K; 0 answered before", "none, it costs no money", "0.0000 USD");
        assertThat(realign().err).contains("at no cost: 6 answers");
        assertThat(verdicts())
                .extracting(RowVerdict::verdict, RowVerdict::filter, RowVerdict::why)
                .containsOnly(tuple(
                        RowVerdict.Outcome.ORIGINAL,
                        "malformed-reply",
                        "no usable reply of 2: no \"[[REVISED RESPONSE]]\" in the reply"));
        String first = files("realigned");
        assertThat(dryRun("--out", path("realigned")).out).contains("0 calls of stories260K; 3 answered before");
        assertThat(realign().err).contains("at no cost: 6 answers");
        assertThat(files("realigned")).isEqualTo(first);
    }

    @Test
    void whatStandsBehindTheMarkerIsTheRewrite() throws IOException {
        write("c.yaml", SHORT + "  marker: Do you\nfilters: []\n");
        realign();
        assertThat(verdicts()).extracting(RowVerdict::verdict).containsOnly(RowVerdict.Outcome.REWRITTEN);
        assertThat(verdicts()).extracting(RowVerdict::filter).allMatch(by -> by.startsWith("checkpoint "));
        try (Stream<Conversation> rows =
                JsonLines.read(folder.resolve("realigned/conversations.jsonl"), Conversation.class)) {
            assertThat(rows).extracting(Conversation::response).allMatch(text -> text.startsWith("want to play"));
        }
    }

    @Test
    void aPromptThatFillsTheContextLeavesTheRowAsItWasAndSaysSo() throws IOException {
        write("c.yaml", SHORT);
        write("system.txt", "Once upon a time there was a girl. ".repeat(60));
        realign();
        assertThat(verdicts())
                .allSatisfy(row -> assertThat(row.why())
                        .isEqualTo("the prompt has %,d tokens and leaves no room for a reply in the model's context"
                                .formatted(row.usage().promptTokens())));
        assertThat(verdicts()).extracting(RowVerdict::verdict).containsOnly(RowVerdict.Outcome.ORIGINAL);
    }

    @Test
    void aCheckpointThatCannotBeOpenedEndsInASentence() throws IOException {
        for (String[] broken : new String[][] {
            {"path: stories260K", "path: nowhere", "1", "nowhere was found in none of", "--models DIR"},
            {"template: plain", "template: fancy", "1", "checkpoint (stories260K): template (fancy) must be openchat"},
            {"template: plain", "template: openchat", "1", "its vocabulary lacks"},
            {
                "template: plain",
                "precision: int8",
                "2",
                "c.yaml:4: reformatter.model.checkpoint.precision (int8) must be"
            },
            {"asks: 2", "asks: 0", "2", "c.yaml:6: reformatter.asks (0) must be positive"},
            {"template: plain}", "endpoint: {}}", "2", "reformatter.model.checkpoint.endpoint is not a known key"},
        }) {
            write("c.yaml", SHORT.replace(broken[0], broken[1]));
            Ended ended = run("realign", path("c.yaml"), "--models", models(), "--out", path("realigned"));
            assertThat(ended.err)
                    .contains(List.of(broken).subList(3, broken.length))
                    .doesNotContain("an internal error");
            assertThat(ended.code).isEqualTo(Integer.parseInt(broken[2]));
        }
    }

    private record Ended(int code, String out, String err) {}

    private Ended dryRun(String... more) {
        return good(
                Stream.concat(Stream.of("realign", path("c.yaml"), "--models", models(), "--dry-run"), Stream.of(more))
                        .toArray(String[]::new));
    }

    private Ended realign() {
        return good("realign", path("c.yaml"), "--models", models(), "--out", path("realigned"));
    }

    private static Ended good(String... arguments) {
        Ended ended = run(arguments);
        assertThat(ended.code).as(ended.err).isZero();
        return ended;
    }

    private static Ended run(String... arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        StringWriter faults = new StringWriter();
        System.setOut(new PrintStream(printed, true, UTF_8));
        System.setErr(new PrintStream(told, true, UTF_8));
        try {
            CommandLine line = Harness.commandLine().setErr(new PrintWriter(faults, true));
            int code = line.execute(arguments);
            return new Ended(code, printed.toString(UTF_8), told.toString(UTF_8) + faults);
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    private List<RowVerdict> verdicts() {
        try (Stream<RowVerdict> verdicts =
                JsonLines.read(folder.resolve("realigned").resolve(RealignPipeline.VERDICTS), RowVerdict.class)) {
            List<RowVerdict> all = verdicts.toList();
            assertThat(all).hasSize(3);
            return all;
        }
    }

    private String files(String name) throws IOException {
        Path out = folder.resolve(name);
        return Files.readString(out.resolve(RealignPipeline.CONVERSATIONS))
                + Files.readString(out.resolve(RealignPipeline.VERDICTS))
                + Files.readString(out.resolve(RealignPipeline.SUMMARY));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private static String models() {
        return STORIES.getParent().toString();
    }
}
