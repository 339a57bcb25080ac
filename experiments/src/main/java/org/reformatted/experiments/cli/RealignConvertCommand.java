package org.reformatted.experiments.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
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
import org.reformatted.realign.data.RowFile;
import org.reformatted.realign.data.SkippedRows;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a data set in another format, so that other trainers can read it. */
@Command(
        name = "convert",
        mixinStandardHelpOptions = true,
        description = {
            "Writes a data set in another format: conversations, realign, alpaca, sharegpt, messages, dolly, gsm8k,"
                    + " math, no-robots, open-platypus, openorca, ultrachat, oasst, distilabel, prompt-completion or dpo.",
            "The ending of the file's name selects the file type: .jsonl, .json (one array), .csv, .tsv or .parquet;"
                    + " all but the last also with .gz or .zst. Rows are streamed, so a large file needs little"
                    + " memory. A row that the format cannot represent is an error."
        },
        footer = {
            "",
            "Examples:",
            "  scripts/harness realign convert realigned/conversations.jsonl --to alpaca --out train.json",
            "  scripts/harness realign convert realigned/conversations.jsonl --to messages --out train.parquet"
        })
final class RealignConvertCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "FILE",
            description = "The rows, in any of the formats: a file, a folder of files, or a quoted pattern such as"
                    + " 'data/train-*.jsonl'.")
    Path input = Path.of("");

    @Option(names = "--format", paramLabel = "NAME", description = "Their format (default: found from the first row).")
    @Nullable
    String format;

    @Option(names = "--to", required = true, paramLabel = "NAME", description = "The format to write.")
    String to = "";

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The file for the rows.")
    Path out = Path.of("");

    @Option(
            names = "--skip-invalid",
            description = "Skip and count rows that cannot be read or that the format cannot represent.")
    boolean skipInvalid;

    @Override
    public Integer call() throws IOException {
        requireFormat("--to", to);
        if (format != null) {
            requireFormat("--format", format);
        }
        requireFile();
        // The ending selects the file type, so the partial file has the same ending.
        Path partial = out.toAbsolutePath().resolveSibling(".partial-" + out.getFileName());
        AtomicLong count = new AtomicLong();
        SkippedRows skipped = new SkippedRows(skipInvalid);
        try (Stream<Conversation> rows = DataFormats.read(input, Optional.ofNullable(format), skipped)) {
            DataFormats.write(partial, to, nonEmpty(rows).peek(row -> count.incrementAndGet()), skipped);
            skipped.report(input);
            TextFiles.move(partial, out.toAbsolutePath());
        } finally {
            Files.deleteIfExists(partial);
        }
        // The skipped rows include rows that were read but that the format cannot represent.
        System.err.printf(Locale.ROOT, "%,d rows read, %,d left out%n", count.get(), skipped.count());
        System.out.println(out);
        return 0;
    }

    private void requireFile() {
        if (RowFile.ENDINGS.stream().noneMatch(out.toString()::endsWith)) {
            throw new ParameterException(
                    spec.commandLine(), "--out (" + out + ") must end in one of " + String.join(", ", RowFile.ENDINGS));
        }
        if (Files.isDirectory(out)) {
            throw new ParameterException(spec.commandLine(), "--out (" + out + ") is a folder; name a file in it");
        }
    }

    /** Requires at least one row. With a named format the first row is not inspected, so an empty file is not noticed before. */
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
