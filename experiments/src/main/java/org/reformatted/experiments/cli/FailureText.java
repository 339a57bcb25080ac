package org.reformatted.experiments.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.OpenedFiles;
import org.reformatted.realign.config.ConfigException;

/** Gives one sentence for every failure: what was found, where, and what to do. */
final class FailureText {
    private FailureText() {}

    /**
     * The sentence for a failure.
     *
     * @param failure the exception that ended the command; its causes are searched for errors of the virtual machine
     * @return a line
     */
    static String of(Throwable failure) {
        Optional<Error> error = error(failure);
        if (error.isPresent()) {
            return "harness: " + of(error.get());
        }
        if (failure instanceof ConfigException || failure instanceof InputException) {
            return String.valueOf(failure.getMessage());
        }
        if (failure instanceof IOException || failure instanceof UncheckedIOException) {
            return "harness: " + fault(failure) + "; check the path, its rights and the space on its disk";
        }
        return "harness: internal error: " + failure;
    }

    /** Whether the failure is an internal error, so that the user also needs the stack trace. */
    static boolean isInternal(Throwable failure) {
        return of(failure).startsWith("harness: internal error");
    }

    private static Optional<Error> error(Throwable failure) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (@Nullable Throwable e = failure; e != null && seen.add(e); e = e.getCause()) {
            if (e instanceof Error error) {
                return Optional.of(error);
            }
        }
        return Optional.empty();
    }

    private static String of(Error error) {
        String file = OpenedFiles.last()
                .map(path -> "; the file opened last was " + path)
                .orElse("");
        if (error instanceof OutOfMemoryError) {
            String heap =
                    String.format(Locale.ROOT, "%,d MiB", Runtime.getRuntime().maxMemory() >> 20);
            return "memory ran out (" + error.getMessage() + ", Java may use " + heap + ")" + file
                    + "; give Java more, such as HARNESS_JAVA_OPTS=-Xmx8g, or use smaller input";
        }
        if (error instanceof StackOverflowError) {
            return "the call stack ran out: an input is nested too deeply" + file
                    + "; correct that input, or give Java a larger stack, such as HARNESS_JAVA_OPTS='-Xmx2g -Xss16m'";
        }
        if (error instanceof LinkageError) {
            return "a library cannot be loaded (" + error
                    + "); run scripts/harness doctor, and check that the build is complete";
        }
        return "internal error: " + error;
    }

    /** The failure of a file system. Its messages contain little more than the file, so the class of the exception is added. */
    private static String fault(Throwable e) {
        return e instanceof UncheckedIOException && e.getCause() != null
                ? e.getMessage() + " (" + fault(e.getCause()) + ")"
                : e.getClass().getSimpleName() + ": " + e.getMessage();
    }
}
