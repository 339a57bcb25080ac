package org.reformatted.realign.pipeline;

import java.nio.file.Path;
import java.util.BitSet;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.reformatted.realign.data.Conversation;
import org.reformatted.realign.data.DataFormats;
import org.reformatted.realign.data.DistinctIds;
import org.reformatted.realign.data.SkippedRows;
import org.reformatted.realign.data.UnreadRow;

/** Streams the rows that an {@link InputConfig} selects, in the file's order; other rows are skipped unread. */
public final class InputRows {
    private InputRows() {}

    static Stream<Conversation> read(InputConfig config, Path file) {
        DistinctIds ids = new DistinctIds();
        SkippedRows skipped = new SkippedRows(config.skipInvalid());
        return open(config, file)
                .flatMap(row -> skipped.attempt(row::read).stream())
                .map(ids::require);
    }

    static Stream<UnreadRow> open(InputConfig config, Path file) {
        Stream<UnreadRow> all = DataFormats.unread(file, config.format());
        if (config.limit().isEmpty()) {
            return all;
        }
        int limit = config.limit().get();
        if (config.seed().isEmpty()) {
            return all.limit(limit);
        }
        BitSet drawn = chosen(config, Math.toIntExact(count(config, file)));
        AtomicInteger row = new AtomicInteger();
        return all.filter(any -> drawn.get(row.getAndIncrement()));
    }

    private static long count(InputConfig config, Path file) {
        try (Stream<?> rows = DataFormats.unread(file, config.format())) {
            return rows.count();
        }
    }

    /**
     * Returns which rows an input uses from a file whose number of rows is known.
     *
     * @param config the input
     * @param rows how many rows the file has
     * @return the numbers of the selected rows, from 0
     */
    public static BitSet chosen(InputConfig config, int rows) {
        int limit = Math.min(rows, config.limit().orElse(rows));
        if (config.seed().isPresent()) {
            return draw(rows, limit, config.seed().get());
        }
        BitSet first = new BitSet(rows);
        first.set(0, limit);
        return first;
    }

    /** Draws {@code limit} of {@code rows} row numbers so that every subset is equally likely (selection sampling, Knuth 3.4.2 S). */
    static BitSet draw(int rows, int limit, long seed) {
        Random random = new Random(seed);
        BitSet drawn = new BitSet(rows);
        int wanted = Math.min(limit, rows);
        for (int row = 0; row < rows && wanted > 0; row++) {
            if (random.nextInt(rows - row) < wanted) {
                drawn.set(row);
                wanted--;
            }
        }
        return drawn;
    }
}
