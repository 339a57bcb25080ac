package org.reformatted.realign.llm;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a run shares with other processes that work on the same data.
 *
 * @param log where new answers are kept beside the run's own store
 * @param limits who grants requests; absent, each endpoint keeps to the limits of its config by itself
 * @param found receives each line of what a paid search found before it is used, and keeps it before it returns
 */
public record SharedServices(AnswerLog log, Optional<RequestLimits> limits, Consumer<String> found) {
    /** Nothing is shared. */
    public static final SharedServices NONE = new SharedServices(AnswerLog.NONE, Optional.empty(), line -> {});
}
