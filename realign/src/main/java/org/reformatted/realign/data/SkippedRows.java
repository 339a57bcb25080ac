package org.reformatted.realign.data;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.base.InputException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Leaves out rows that cannot be used and counts them, if this is enabled; otherwise the first such row is an error. */
public final class SkippedRows {
    private static final Logger LOG = LoggerFactory.getLogger(SkippedRows.class);

    private final boolean skip;
    private final AtomicLong rows = new AtomicLong();
    private final AtomicReference<@Nullable String> first = new AtomicReference<>();

    /**
     * Creates a counter.
     *
     * @param skip whether rows that cannot be used are left out
     */
    public SkippedRows(boolean skip) {
        this.skip = skip;
    }

    /**
     * Uses a row.
     *
     * @param use reads or encodes the row
     * @param <T> the type of the result
     * @return the result; empty when the row was left out
     * @throws InputException when the row cannot be used and rows are not left out
     */
    public <T> Optional<T> attempt(Supplier<T> use) {
        try {
            return Optional.of(use.get());
        } catch (InputException e) {
            if (!skip) {
                throw e;
            }
            rows.incrementAndGet();
            first.compareAndSet(null, e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * Returns how many rows were left out.
     *
     * @return a count
     */
    public long count() {
        return rows.get();
    }

    /**
     * Warns of the rows that were left out.
     *
     * @param file the file of these rows
     */
    public void report(Path file) {
        if (count() > 0) {
            LOG.warn(
                    "{}: {} rows were left out because they cannot be used; the first: {}", file, count(), first.get());
        }
    }
}
