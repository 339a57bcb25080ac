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
 * @param format its format's name; found from the first row when absent
 * @param limit how many rows are taken; all when absent
 * @param seed with a limit: the rows are drawn by this seed and stay in the file's order; absent, the first ones are taken
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
     * The same with its first rows alone.
     *
     * @param rows how many at most
     * @return a copy
     */
    public InputConfig first(int rows) {
        return new InputConfig(
                path, format, Optional.of(Math.min(rows, limit.orElse(rows))), Optional.empty(), skipInvalid);
    }

    /**
     * Streams the rows.
     *
     * @param file where {@code path} lies
     * @return the rows in the file's order, lazily; close the stream
     * @throws org.reformatted.realign.base.InputException naming file, line and fault, when the row is reached
     */
    public Stream<Conversation> read(Path file) {
        return InputRows.read(this, file);
    }

    /**
     * All rows of a file whose format shows.
     *
     * @param path the file, relative to the data root
     * @return the input
     */
    public static InputConfig of(String path) {
        return new InputConfig(path, Optional.empty(), Optional.empty(), Optional.empty(), false);
    }
}
