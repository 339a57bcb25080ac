package org.reformatted.eval.task;

import java.nio.file.Path;
import java.util.Optional;
import org.reformatted.realign.base.Check;

/**
 * How many solved examples stand before each question, and where they are drawn from.
 *
 * @param count how many; 0 asks the bare question
 * @param from the file they are drawn from, of the same format as the task's; needed when there are any
 * @param seed of the draw
 */
public record Shots(int count, Optional<Path> from, long seed) {
    /** The bare question. */
    public static final Shots NONE = new Shots(0, Optional.empty(), 0);

    /** Checks that examples can be had. */
    public Shots {
        Check.argument(count >= 0, "shots (%s) must not be negative", count);
        Check.argument(
                count == 0 || from.isPresent(), "shots (%s) need shotsFrom, the file they are drawn from", count);
    }
}
