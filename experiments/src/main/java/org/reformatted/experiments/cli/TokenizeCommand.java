package org.reformatted.experiments.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.TextFiles;
import org.reformatted.realign.text.TokenListing;
import org.reformatted.realign.text.Tokenizer;
import org.reformatted.realign.text.Tokenizers;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows how texts are tokenized. */
@Command(
        name = "tokenize",
        mixinStandardHelpOptions = true,
        description = "Shows the tokens of a text, or of each line of a file: ids and pieces, without an added start"
                + " token.",
        footer = {"", "Example:", "  scripts/harness tokenize --model DIR --text \"Once upon a time\" --json"})
final class TokenizeCommand implements Callable<Integer> {
    @Option(names = "--model", required = true, paramLabel = "DIR", description = "A folder with a tokenizer.")
    Path model = Path.of("");

    @ArgGroup(multiplicity = "1")
    Texts texts = new Texts();

    /** Either a text or a file. */
    static final class Texts {
        @Option(names = "--text", paramLabel = "TEXT", description = "The text.")
        @Nullable
        String text;

        @Option(names = "--file", paramLabel = "LINES", description = "A UTF-8 file with one text per line.")
        @Nullable
        Path file;
    }

    @Option(names = "--json", description = "Print JSON, one line per text.")
    boolean json;

    @Override
    public Integer call() {
        Tokenizer tokenizer = Tokenizers.load(model);
        for (String text : texts.file == null ? List.of(String.valueOf(texts.text)) : lines(texts.file)) {
            TokenListing listing = TokenListing.of(tokenizer, text);
            System.out.println(json ? Json.line(listing) : listing.table());
        }
        return 0;
    }

    private static List<String> lines(Path file) {
        try (var reader = TextFiles.reader(file)) {
            return reader.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
