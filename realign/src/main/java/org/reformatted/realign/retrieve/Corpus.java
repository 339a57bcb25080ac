package org.reformatted.realign.retrieve;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.base.TextFiles;
import org.reformatted.realign.data.RowFile;
import org.reformatted.realign.filter.TokenCount;

/**
 * Reads a local corpus one document at a time: rows of {@code {text, title?, id?}} in JSON Lines, a JSON array or Parquet (such as Wikipedia dumps in
 * this form); plain text, in which each line that is not blank is a document; or a folder of such files, which are read in order of their names,
 * without files whose name starts with a period.
 */
final class Corpus {
    /** Increment when the same files would give other passages; an index of another version is built again. */
    static final int VERSION = 2;

    private static final Pattern ROWS = Pattern.compile(".*\\.(?:jsonl|json|parquet)(?:\\.gz)?");

    /** The longest passage, in words; a longer document is split at the ends of sentences. */
    private static final int PASSAGE_WORDS = 200;

    private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.!?])\\s+");

    private Corpus() {}

    /** A passage before it is indexed. */
    record CorpusPassage(String text, String source) {}

    static void read(Path corpus, Consumer<CorpusPassage> taker) {
        if (!Files.isDirectory(corpus)) {
            readFile(corpus, taker);
            return;
        }
        try (Stream<Path> walk = Files.walk(corpus)) {
            List<Path> files = walk.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
            files.forEach(file -> readFile(file, taker));
        } catch (IOException e) {
            throw TextFiles.unreadable(corpus, e);
        }
    }

    private static void readFile(Path file, Consumer<CorpusPassage> taker) {
        String name = file.getFileName().toString();
        if (ROWS.matcher(name).matches()) {
            readRows(file, name, taker);
        } else {
            readText(file, name, taker);
        }
    }

    private static void readRows(Path file, String name, Consumer<CorpusPassage> taker) {
        String folder = file.toString().substring(0, file.toString().length() - name.length());
        try (Stream<JsonLines.Row> rows = RowFile.read(file)) {
            rows.forEach(row -> {
                JsonNode text = row.node().path("text");
                if (!text.isTextual()) {
                    throw InputException.at(
                            row.place(), "no text in the field text", "a document", "fix this line or leave it out");
                }
                String title = row.node().path("title").asText();
                String id = row.node().path("id").asText();
                String place = row.place().substring(folder.length()); // independent of the location of the corpus
                part(text.textValue(), title.isEmpty() ? id.isEmpty() ? place : id : title, taker);
            });
        }
    }

    private static void readText(Path file, String name, Consumer<CorpusPassage> taker) {
        try (BufferedReader reader = TextFiles.reader(file)) {
            int line = 0;
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                line++;
                part(text, name + ":" + line, taker);
            }
        } catch (IOException e) {
            throw TextFiles.unreadable(file, e);
        }
    }

    private static void part(String text, String source, Consumer<CorpusPassage> taker) {
        StringBuilder passage = new StringBuilder();
        int words = 0;
        for (String sentence : SENTENCE_END.splitAsStream(text).toList()) {
            int more = TokenCount.whitespaceWords().of(sentence);
            if (words > 0 && words + more > PASSAGE_WORDS) {
                give(passage, source, taker);
                words = 0;
            }
            passage.append(passage.isEmpty() ? "" : " ").append(sentence);
            words += more;
        }
        give(passage, source, taker);
    }

    private static void give(StringBuilder passage, String source, Consumer<CorpusPassage> taker) {
        if (!passage.toString().isBlank()) {
            taker.accept(new CorpusPassage(passage.toString().strip(), source));
        }
        passage.setLength(0);
    }
}
