package org.reformatted.realign.llm;

import java.time.Duration;
import java.util.Optional;

/** A request was not answered for a reason that may pass: a full service, a lost connection, a reply that came broken. */
public final class TransientChatException extends ChatModelException {
    private final transient Optional<Duration> retryAfter;
    private final int mostAttempts;

    /**
     * Makes an exception.
     *
     * @param failure the kind of failure
     * @param sentence place, fault and remedy
     * @param retryAfter how long the service asks to wait, when it says so
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
     * Makes an exception.
     *
     * @param failure the kind of failure
     * @param sentence place, fault and remedy
     * @param cause what lay behind it
     */
    public TransientChatException(FailureCause failure, String sentence, Throwable cause) {
        super(failure, sentence, cause);
        this.retryAfter = Optional.empty();
        this.mostAttempts = Integer.MAX_VALUE;
    }

    /** How often such a request is sent at most, where that is fewer than the policy allows. */
    int mostAttempts() {
        return mostAttempts;
    }

    /**
     * How long the service asks to wait.
     *
     * @return the time, absent when it does not say
     */
    public Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
