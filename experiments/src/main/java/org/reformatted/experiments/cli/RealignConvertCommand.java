package org.reformatted.experiments.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.TextFiles;
import org.reformatted.realign.data.Conversation;
import org.reformatted.realign.data.DataFormats;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a data set in another format, so that other trainers take it. */
@Command(
        name = "convert",
        mixinStandardHelpOptions = true,
        description = {
            "Writes a data set in another format: conversations, realign, alpaca, sharegpt, messages, dolly, gsm8k, math, no-robots or"
                    + " open-platypus.",
            "The file's name says how: .jsonl, .json (one array) or .parquet; the first two also with .gz. Rows stream, so a large file"
                    + " needs little memory."
        },
        footer = {
            "",
            "Examples:",
            "  scripts/harness realign convert realigned/conversations.jsonl --to alpaca --out train.json",
            "  scripts/harness realign convert realigned/conversations.jsonl --to messages --out train.parquet"
        })
final class RealignConvertCommand implements Callable<Integer> {
    private static final List<String> ENDINGS = List.of(".jsonl", ".jsonl.gz", ".json", ".json.gz", ".parquet");

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "The rows, in any of the formats.")
    Path input = Path.of("");

    @Option(names = "--format", paramLabel = "NAME", description = "Their format (default: told by the first row).")
    @Nullable
    String format;

    @Option(names = "--to", required = true, paramLabel = "NAME", description = "The format to write.")
    String to = "";

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where the rows go.")
    Path out = Path.of("");

    @Override
    public Integer call() throws IOException {
        requireFormat("--to", to);
        if (format != null) {
            requireFormat("--format", format);
        }
        requireFile();
        // The ending says how rows are written, so it stays.
        Path partial = out.toAbsolutePath().resolveSibling(".partial-" + out.getFileName());
        AtomicLong count = new AtomicLong();
        try (Stream<Conversation> rows = DataFormats.read(input, Optional.ofNullable(format))) {
            DataFormats.write(partial, to, nonEmpty(rows).peek(row -> count.incrementAndGet()));
            TextFiles.move(partial, out.toAbsolutePath());
        } finally {
            Files.deleteIfExists(partial);
        }
        System.err.printf(Locale.ROOT, "%,d rows%n", count.get());
        System.out.println(out);
        return 0;
    }

    private void requireFile() {
        if (ENDINGS.stream().noneMatch(out.toString()::endsWith)) {
            throw new ParameterException(
                    spec.commandLine(), "--out (" + out + ") must end in one of " + String.join(", ", ENDINGS));
        }
        if (Files.isDirectory(out)) {
            throw new ParameterException(spec.commandLine(), "--out (" + out + ") is a folder; name a file in it");
        }
    }

    /** A named format is not told by the first row, so that nobody has noticed yet where there is none. */
    private Stream<Conversation> nonEmpty(Stream<Conversation> rows) {
        Iterator<Conversation> left = rows.iterator();
        if (!left.hasNext()) {
            throw new InputException(input + ": the file has no rows; check the path");
        }
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(left, Spliterator.ORDERED), false);
    }

    private void requireFormat(String option, String name) {
        if (!DataFormats.names().contains(name)) {
            throw new ParameterException(
                    spec.commandLine(),
                    option + " (" + name + ") must be one of " + String.join(", ", DataFormats.names()));
        }
    }
}
