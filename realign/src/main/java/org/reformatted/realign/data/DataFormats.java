package org.reformatted.realign.data;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.JsonLines;

/** Finds formats by name, and reads and writes files with them. */
public final class DataFormats {
    /** All formats. If two formats match a row, the one that requires more fields comes first. */
    private static final List<DataFormat> ALL = List.of(
            new ConversationsFormat(),
            new RealignFormat(),
            new NoRobotsFormat(),
            new MessagesFormat(),
            new ShareGptFormat(),
            new UltraChatFormat(),
            new OasstFormat(),
            new DpoFormat(),
            new MathFormat(),
            new DistilabelFormat(),
            InstructionFormat.DOLLY,
            InstructionFormat.OPEN_PLATYPUS,
            InstructionFormat.ALPACA,
            new OpenOrcaFormat(),
            new Gsm8kFormat(),
            new PromptCompletionFormat());

    private DataFormats() {}

    /**
     * Returns the names of all formats.
     *
     * @return the names, such as {@code gsm8k}
     */
    public static List<String> names() {
        return ALL.stream().map(DataFormat::name).toList();
    }

    /**
     * Finds a format.
     *
     * @param name its name
     * @return the format
     * @throws InputException when no format has that name
     */
    static DataFormat named(String name) {
        return ALL.stream()
                .filter(format -> format.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new InputException("format \"" + name + "\" is not known; use one of "
                        + ALL.stream().map(DataFormat::name).sorted().collect(Collectors.joining(", "))));
    }

    /** Finds a file's format from its first row; an empty file and a row that matches no format are errors. */
    static DataFormat detect(Path file) {
        return detect(
                file,
                first(file).orElseThrow(() -> new InputException(file + ": the file has no rows; check the path")));
    }

    private static DataFormat detect(Object file, JsonNode first) {
        return looksLike(first)
                .orElseThrow(() -> InputException.at(
                        file,
                        "the first row has the fields " + String.join(", ", fields(first)),
                        "those of a known format",
                        "name one with format: " + String.join(" | ", names())));
    }

    private static Optional<JsonNode> first(Path file) {
        try (Stream<JsonLines.Row> rows = RowFile.read(file)) {
            return rows.findFirst().map(JsonLines.Row::node);
        }
    }

    private static Optional<DataFormat> looksLike(JsonNode row) {
        return ALL.stream().filter(format -> format.matches(row)).findFirst();
    }

    /** Returns the format with that name; it is an error if the first row matches another format and not this one. */
    private static DataFormat checked(Path file, String name) {
        DataFormat format = named(name);
        first(file).ifPresent(row -> check(file, format, row));
        return format;
    }

    private static void check(Object file, DataFormat format, JsonNode first) {
        if (!format.matches(first)) {
            looksLike(first).ifPresent(other -> {
                throw InputException.at(
                        file,
                        "the first row looks like format " + other.name(),
                        "format " + format.name(),
                        "name format " + other.name() + ", or leave the format out");
            });
        }
    }

    /**
     * Returns the format of a file whose first row is known.
     *
     * @param file the file, for messages
     * @param named the format's name; detected from the row when absent
     * @param first the first row
     * @return the format's name
     * @throws InputException when the row matches no format, or another format than the named one
     */
    public static String format(String file, Optional<String> named, JsonNode first) {
        if (named.isEmpty()) {
            return detect(file, first).name();
        }
        check(file, named(named.get()), first);
        return named.get();
    }

    /**
     * Streams a file's conversations. Two rows with the same id are an error; to detect them, a 64-bit hash of each id is kept in memory.
     *
     * @param file the file
     * @param format the format's name; detected from the first row when absent
     * @return the conversations, lazily; close the stream
     * @throws InputException naming file, line and fault, thrown when the stream reaches the row
     */
    public static Stream<Conversation> read(Path file, Optional<String> format) {
        return read(file, format, new SkippedRows(false));
    }

    /**
     * As {@link #read(Path, Optional)}, but leaves out rows that cannot be read if {@code skipped} is set to do so.
     *
     * @param file the file
     * @param format the format's name; detected from the first row when absent
     * @param skipped decides whether such rows are left out, and counts them
     * @return the conversations, lazily; close the stream
     */
    public static Stream<Conversation> read(Path file, Optional<String> format, SkippedRows skipped) {
        DistinctIds ids = new DistinctIds();
        return unread(file, format)
                .flatMap(row -> skipped.attempt(row::read).stream())
                .map(ids::require);
    }

    /**
     * Streams a file's rows so that other threads can call {@link UnreadRow#read}. The caller restores their order and checks their ids with
     * {@link DistinctIds}.
     *
     * @param file the file
     * @param format the format's name; detected from the first row when absent
     * @return the rows, lazily; close the stream
     */
    public static Stream<UnreadRow> unread(Path file, Optional<String> format) {
        DataFormat reader = format.map(name -> checked(file, name)).orElseGet(() -> detect(file));
        AtomicLong number = new AtomicLong();
        PassedOver passedOver = new PassedOver(file);
        return RowFile.unparsed(file)
                .map(row -> new UnreadRow(reader, number.incrementAndGet(), row, passedOver))
                .onClose(passedOver::report);
    }

    /**
     * Writes conversations.
     *
     * @param file the file; the ending of its name selects JSON Lines, a JSON array, a table or Parquet, and the compression (see {@link RowFile})
     * @param format the format's name
     * @param conversations the conversations to write
     */
    public static void write(Path file, String format, Stream<Conversation> conversations) {
        write(file, format, conversations, new SkippedRows(false));
    }

    /**
     * As {@link #write(Path, String, Stream)}, but leaves out conversations that the format cannot contain if {@code skipped} is set to do so.
     *
     * @param file the file
     * @param format the format's name
     * @param conversations the conversations to write
     * @param skipped decides whether such conversations are left out, and counts them
     */
    public static void write(Path file, String format, Stream<Conversation> conversations, SkippedRows skipped) {
        DataFormat to = named(format);
        RowFile.write(file, conversations.flatMap(row -> skipped.attempt(() -> to.write(row)).stream()));
    }

    private static List<String> fields(JsonNode row) {
        return row.properties().stream().map(entry -> entry.getKey()).toList();
    }
}
