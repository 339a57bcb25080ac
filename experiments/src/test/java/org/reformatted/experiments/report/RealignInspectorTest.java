package org.reformatted.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.base.TextFiles;
import org.reformatted.realign.config.ConfigBinder;
import org.reformatted.realign.criteria.CriteriaBook;
import org.reformatted.realign.data.Conversation;
import org.reformatted.realign.data.DataFormats;
import org.reformatted.realign.data.Role;
import org.reformatted.realign.data.Turn;
import org.reformatted.realign.pipeline.RealignConfig;
import org.reformatted.realign.pipeline.RealignPipeline;

class RealignInspectorTest {
    private static final String EVIL = "</pre><script>alert(1)</script><img src=x onerror=alert(1)> \"quoted\"";

    @TempDir
    Path folder;

    @Test
    void everyTextIsEscaped() {
        String html = page(10);
        assertThat(html).doesNotContain("<script>alert").doesNotContain("<img").contains("&lt;script&gt;");
    }

    @Test
    void everyRowStandsInThePageWithWhatChanged() {
        String html = page(10);
        assertThat(html.split("<template class=\"row\"", -1)).hasSize(4);
        assertThat(html).contains("data-verdict=\"rewritten\"", "data-verdict=\"original\"", "<ins>Step");
    }

    @Test
    void noOtherScriptMayRun() throws Exception {
        String html = page(10);
        Matcher script =
                Pattern.compile("<script>(.*?)</script>", Pattern.DOTALL).matcher(html);
        assertThat(script.find()).isTrue();
        byte[] hash =
                MessageDigest.getInstance("SHA-256").digest(script.group(1).getBytes(StandardCharsets.UTF_8));
        assertThat(html).contains("script-src 'sha256-" + Base64.getEncoder().encodeToString(hash) + "'");
        assertThat(script.find()).isFalse();
    }

    @Test
    void aLongTableOfCategoriesIsFoldedSoThatTheRowsAreSeen() {
        assertThat(page(10)).contains("<details open>");
        String many = page(
                50,
                "",
                CriteriaBook.bundled().categories().stream()
                        .map(category ->
                                Conversation.of(category.name(), "q", "a").withCategory(category.name())));
        assertThat(many).contains("<details>").doesNotContain("<details open>");
    }

    @Test
    void everythingBeforeTheLastAnswerIsShownAsItsQuestion() {
        Conversation chat = new Conversation(
                "chat",
                List.of(
                        new Turn(Role.USER, "I have one apple."),
                        new Turn(Role.ASSISTANT, "Good."),
                        new Turn(Role.USER, "And I buy one more?"),
                        new Turn(Role.ASSISTANT, "1+1=2\n#### 2")),
                null,
                List.of(),
                Map.of());
        Conversation system = new Conversation(
                "system",
                List.of(
                        new Turn(Role.SYSTEM, "Count in <dozens>."),
                        new Turn(Role.USER, "How many are two dozens?"),
                        new Turn(Role.ASSISTANT, "2*12=24\n#### 24")),
                null,
                List.of(),
                Map.of());
        String html = page(10, "category: math", Stream.of(chat, system));
        assertThat(html).contains("""
            <pre class="question">User: I have one apple.

            Assistant: Good.

            User: And I buy one more?</pre>\
            """).contains("""
                <pre class="question">System: Count in &lt;dozens&gt;.

                User: How many are two dozens?</pre>\
                """);
        assertThat(html.split("data-verdict=\"rewritten\"", -1)).as("rewritten").hasSize(3);
        assertThat(html).contains("<ins>Step 1: </ins>2*12=24");
    }

    @Test
    void aLimitIsSaid() {
        assertThat(page(2)).contains("This page holds the first 2 rows");
    }

    @Test
    void aFolderThatIsNotFinishedIsTold() {
        assertThatThrownBy(() -> RealignInspector.write(folder, 10, folder.resolve("p.html")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("there is no summary.json");
    }

    @Test
    void piecesMakeUpTheTextsAndOnlyWhatDiffersIsMarked() {
        for (String[] pair : List.of(
                new String[] {"a b c", "a x c"},
                new String[] {"", "new"},
                new String[] {"gone", ""},
                new String[] {"1. one\n2. two", "Step 1: one.\nStep 2: two."},
                new String[] {"same", "same"},
                new String[] {"word ".repeat(3000), "word\n".repeat(3000)})) {
            WordDiff diff = WordDiff.of(pair[0], pair[1]);
            assertThat(text(diff.before(), false) + "|" + text(diff.after(), false))
                    .isEqualTo(pair[0] + "|" + pair[1]);
            assertThat(text(diff.before(), true)).isEqualTo(text(diff.after(), true));
        }
        assertThat(WordDiff.of("a b c", "a x c").after())
                .containsExactly(
                        new WordDiff.Piece("a ", false),
                        new WordDiff.Piece("x", true),
                        new WordDiff.Piece(" c", false));
    }

    private static String text(List<WordDiff.Piece> pieces, boolean common) {
        return String.join(
                "",
                pieces.stream()
                        .filter(piece -> !common || !piece.changed())
                        .map(WordDiff.Piece::text)
                        .toList());
    }

    private String page(int rows) {
        return page(
                rows,
                "category: math",
                Stream.of(
                        Conversation.of("<b>1</b>", EVIL, "1+1=2 " + EVIL + "\n#### 2"),
                        Conversation.of("two", "q", "2+2=4\n#### 4"),
                        Conversation.of("three", "q", "#### 3")));
    }

    private String page(int rows, String config, Stream<Conversation> conversations) {
        Path input = folder.resolve("rows.jsonl");
        DataFormats.write(input, "conversations", conversations);
        String yaml = "input: {path: rows.jsonl}\n" + config;
        RealignConfig bound = ConfigBinder.bind("c", yaml, RealignConfig.class).value();
        Path out = folder.resolve("out");
        RealignPipeline.run(bound, name -> input, out, Progress.SILENT);
        RealignInspector.write(out, rows, out.resolve("inspect.html"));
        return TextFiles.readString(out.resolve("inspect.html"));
    }
}
