package org.reformatted.realign.llm;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * Services that a run shares with other processes that work on the same data.
 *
 * @param log stores new answers in addition to the run's own store
 * @param limits grants requests; when absent, each endpoint observes the limits of its own config
 * @param found receives the result of each paid search as a line before it is used, and stores it before it returns
 */
public record SharedServices(AnswerLog log, Optional<RequestLimits> limits, Consumer<String> found) {
    /** Nothing is shared. */
    public static final SharedServices NONE = new SharedServices(AnswerLog.NONE, Optional.empty(), line -> {});
}
