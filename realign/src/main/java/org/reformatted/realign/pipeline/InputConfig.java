package org.reformatted.realign.pipeline;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.config.Default;
import org.reformatted.realign.config.Identity;
import org.reformatted.realign.config.InputFile;
import org.reformatted.realign.data.Conversation;

/**
 * The rows to realign.
 *
 * @param path the file, relative to the data root
 * @param format the name of its format; detected from the first row when absent
 * @param limit how many rows are used; all when absent
 * @param seed with a limit, the rows are drawn at random with this seed and keep the file's order; the first rows are used when absent
 * @param skipInvalid whether rows that cannot be read are left out and counted; otherwise the first one ends the run
 */
public record InputConfig(
        @InputFile String path,
        @Identity Optional<String> format,
        @Identity Optional<Integer> limit,
        @Identity Optional<Long> seed,
        @Default("false") @Identity boolean skipInvalid) {
    /** Checks the limit. */
    public InputConfig {
        Check.argument(limit.orElse(1) > 0, "limit (%s) must be positive; leave it out for all rows", limit.orElse(0));
        Check.argument(
                seed.isEmpty() || limit.isPresent(),
                "seed (%s) has no effect without limit; set limit, or leave seed out",
                seed.orElse(0L));
    }

    /**
     * Returns a copy with only the first rows.
     *
     * @param rows the maximum number of rows
     * @return a copy
     */
    public InputConfig first(int rows) {
        return new InputConfig(
                path, format, Optional.of(Math.min(rows, limit.orElse(rows))), Optional.empty(), skipInvalid);
    }

    /**
     * Streams the rows.
     *
     * @param file the file of {@code path}
     * @return the rows in the file's order, lazily; close the stream
     * @throws org.reformatted.realign.base.InputException naming file, line and fault, thrown when the stream reaches the row
     */
    public Stream<Conversation> read(Path file) {
        return InputRows.read(this, file);
    }

    /**
     * Returns an input of all rows of a file whose format is detected.
     *
     * @param path the file, relative to the data root
     * @return the input
     */
    public static InputConfig of(String path) {
        return new InputConfig(path, Optional.empty(), Optional.empty(), Optional.empty(), false);
    }
}
