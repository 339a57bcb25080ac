package org.reformatted.realign.llm;

import java.time.Duration;
import java.util.Optional;

/** A request was not answered for a temporary reason: an overloaded service, a lost connection or a damaged reply. */
public final class TransientChatException extends ChatModelException {
    private final transient Optional<Duration> retryAfter;
    private final int mostAttempts;

    /**
     * Creates an exception.
     *
     * @param failure the kind of failure
     * @param sentence place, fault and remedy
     * @param retryAfter how long the service asks to wait; absent when it does not
     */
    public TransientChatException(FailureCause failure, String sentence, Optional<Duration> retryAfter) {
        this(failure, sentence, retryAfter, Integer.MAX_VALUE);
    }

    TransientChatException(FailureCause failure, String sentence, Optional<Duration> retryAfter, int mostAttempts) {
        super(failure, sentence);
        this.retryAfter = retryAfter;
        this.mostAttempts = mostAttempts;
    }

    /**
     * Creates an exception.
     *
     * @param failure the kind of failure
     * @param sentence place, fault and remedy
     * @param cause the cause
     */
    public TransientChatException(FailureCause failure, String sentence, Throwable cause) {
        super(failure, sentence, cause);
        this.retryAfter = Optional.empty();
        this.mostAttempts = Integer.MAX_VALUE;
    }

    /** Returns the maximum number of attempts for such a request, if it is lower than that of the policy. */
    int mostAttempts() {
        return mostAttempts;
    }

    /**
     * Returns how long the service asks to wait.
     *
     * @return the time; absent when it does not ask
     */
    public Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
