package org.reformatted.eval.task;

import java.nio.file.Path;
import java.util.Optional;
import org.reformatted.realign.base.Check;

/**
 * The number of solved examples before each question, and the file they are drawn from.
 *
 * @param count number of examples; with 0 the question is sent without examples
 * @param from the file they are drawn from, in the same format as the task's data; required when {@code count} is positive
 * @param seed seed of the draw
 */
public record Shots(int count, Optional<Path> from, long seed) {
    /** No examples. */
    public static final Shots NONE = new Shots(0, Optional.empty(), 0);

    /** Checks that there is a file to draw examples from. */
    public Shots {
        Check.argument(count >= 0, "shots (%s) must not be negative", count);
        Check.argument(
                count == 0 || from.isPresent(), "shots (%s) need shotsFrom, the file they are drawn from", count);
    }
}
