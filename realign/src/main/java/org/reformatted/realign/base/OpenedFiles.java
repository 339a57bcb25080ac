package org.reformatted.realign.base;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Remembers which input file was opened last, so that an error without a position (out of memory) can name it. */
public final class OpenedFiles {
    private static final AtomicReference<@Nullable Path> LAST = new AtomicReference<>();

    private OpenedFiles() {}

    /**
     * Records that a file was opened.
     *
     * @param file an input file
     */
    public static void opened(Path file) {
        LAST.set(file);
    }

    /**
     * Returns the file that was opened last.
     *
     * @return the file; empty when none was opened
     */
    public static Optional<Path> last() {
        return Optional.ofNullable(LAST.get());
    }
}
