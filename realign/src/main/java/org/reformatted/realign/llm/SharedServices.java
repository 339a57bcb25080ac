package org.reformatted.realign.llm;

import java.util.Optional;

/**
 * What a run shares with other processes that work on the same data.
 *
 * @param log where new answers are kept beside the run's own store
 * @param limits who grants requests; absent, each endpoint keeps to the limits of its config by itself
 */
public record SharedServices(AnswerLog log, Optional<RequestLimits> limits) {
    /** Nothing is shared. */
    public static final SharedServices NONE = new SharedServices(AnswerLog.NONE, Optional.empty());
}
