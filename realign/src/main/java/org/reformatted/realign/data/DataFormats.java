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

/** The formats by name, and files read and written through them. */
public final class DataFormats {
    /** Every format; of two that match a row, the one that asks for more fields stands first. */
    private static final List<DataFormat> ALL = List.of(
            new ConversationsFormat(),
            new RealignFormat(),
            new NoRobotsFormat(),
            new MessagesFormat(),
            new ShareGptFormat(),
            new MathFormat(),
            InstructionFormat.DOLLY,
            InstructionFormat.OPEN_PLATYPUS,
            InstructionFormat.ALPACA,
            new Gsm8kFormat());

    private DataFormats() {}

    /**
     * Every format's name.
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
     * @throws InputException when there is none of that name
     */
    public static DataFormat named(String name) {
        return ALL.stream()
                .filter(format -> format.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new InputException("format \"" + name + "\" is not known; use one of "
                        + ALL.stream().map(DataFormat::name).sorted().collect(Collectors.joining(", "))));
    }

    /**
     * Tells a file's format by its first row.
     *
     * @param file the file
     * @return the format
     * @throws InputException when the file is empty or its first row looks like no format
     */
    public static DataFormat detect(Path file) {
        try (Stream<JsonLines.Row> rows = RowFile.read(file)) {
            JsonNode first = rows.findFirst()
                    .orElseThrow(() -> new InputException(file + ": the file has no rows; check the path"))
                    .node();
            return ALL.stream()
                    .filter(format -> format.matches(first))
                    .findFirst()
                    .orElseThrow(() -> InputException.at(
                            file,
                            "the first row has the fields " + String.join(", ", fields(first)),
                            "those of a known format",
                            "name one with format: " + String.join(" | ", names())));
        }
    }

    /**
     * Streams a file's conversations. Two rows of one id are an error; a hash of 64 bits a row is kept to notice them.
     *
     * @param file the file
     * @param format the format's name; told by the first row when absent
     * @return the conversations, lazily; close the stream
     * @throws InputException naming file, line and fault, when the row is reached
     */
    public static Stream<Conversation> read(Path file, Optional<String> format) {
        DistinctIds ids = new DistinctIds();
        return unread(file, format).map(UnreadRow::read).map(ids::require);
    }

    /**
     * Streams a file's rows for {@link UnreadRow#read} in other threads; whoever puts them in order again asks {@link DistinctIds}.
     *
     * @param file the file
     * @param format the format's name; told by the first row when absent
     * @return the rows, lazily; close the stream
     */
    public static Stream<UnreadRow> unread(Path file, Optional<String> format) {
        DataFormat reader = format.map(DataFormats::named).orElseGet(() -> detect(file));
        AtomicLong number = new AtomicLong();
        return RowFile.unparsed(file).map(row -> new UnreadRow(reader, number.incrementAndGet(), row));
    }

    /**
     * Writes conversations.
     *
     * @param file the file; its name says whether it becomes JSON Lines or a JSON array, gzipped or not, or Parquet (see {@link RowFile})
     * @param format the format's name
     * @param conversations what to write
     */
    public static void write(Path file, String format, Stream<Conversation> conversations) {
        RowFile.write(file, conversations.map(named(format)::write));
    }

    private static List<String> fields(JsonNode row) {
        return row.properties().stream().map(entry -> entry.getKey()).toList();
    }
}
