package org.reformatted.realign.llm;

import java.time.Duration;

/** Waits; tests pass an implementation that only records the durations. */
public interface Sleeper {
    /** Pauses the current thread. */
    Sleeper THREAD = duration -> Thread.sleep(duration.toMillis(), duration.toNanosPart() % 1_000_000);

    /**
     * Waits.
     *
     * @param duration how long
     * @throws InterruptedException when the thread is asked to stop
     */
    void sleep(Duration duration) throws InterruptedException;

    /**
     * Waits, and turns an interruption into the end of the run.
     *
     * @param duration how long
     * @throws ChatStoppedException when the thread is asked to stop
     */
    default void pause(Duration duration) {
        try {
            sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ChatStoppedException("stopped while waiting for a language model; run again to go on");
        }
    }
}
