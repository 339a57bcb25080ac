package org.reformatted.experiments.spark;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.reformatted.experiments.spark.LimitsPlugin.Message;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.llm.ChatStoppedException;
import org.reformatted.realign.llm.RequestLimits;
import org.reformatted.realign.llm.SharedLimits.Decision;
import org.reformatted.realign.llm.SharedLimits.Grant;
import org.reformatted.realign.llm.Usage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the driver to grant each request of one worker for one part of the data. */
final class DriverLimits implements RequestLimits {
    private static final Logger LOG = LoggerFactory.getLogger(DriverLimits.class);
    private static final long LATER_MILLIS = 20;

    private final LimitsPlugin.Line driver;
    private final int part;
    private final long worker;

    DriverLimits(LimitsPlugin.Line driver, int part, long worker) {
        this.driver = driver;
        this.part = part;
        this.worker = worker;
    }

    /**
     * Reports to the driver that this worker starts its part.
     *
     * @param kept the tokens of the part's stored answers, by model
     * @throws ChatStoppedException if a later worker has started it
     */
    void begin(Map<String, Usage> kept) {
        boolean begun = ask(message(Message.Kind.BEGIN, "", Usage.NONE, 0, Usage.NONE, kept), Boolean.class);
        if (!begun) {
            throw new ChatStoppedException("another worker has started part " + part + " of the data; this one ends");
        }
    }

    @Override
    public void reserve(String model, Usage most, double expected) {
        Message wanted = message(Message.Kind.RESERVE, model, most, expected, Usage.NONE, Map.of());
        Grant grant = ask(wanted, Grant.class);
        while (grant.decision() == Decision.LATER) {
            pause(TimeUnit.MILLISECONDS.toNanos(LATER_MILLIS));
            grant = ask(wanted, Grant.class);
        }
        if (grant.decision() == Decision.REFUSED) {
            throw new ChatStoppedException(grant.why());
        }
        pause(grant.waitNanos());
    }

    /** Does not wait for a reply, because an answer is lost if the machine fails before it is in the log. */
    @Override
    public void settle(String model, Usage most, double expected, Usage taken) {
        Message ended = message(Message.Kind.SETTLE, model, most, expected, taken, Map.of());
        try {
            driver.send(Json.line(ended));
        } catch (IOException e) {
            LOG.warn("the driver does not respond ({}); the next request will end this part", e.getMessage());
        }
    }

    private Message message(
            Message.Kind kind, String model, Usage most, double expected, Usage taken, Map<String, Usage> kept) {
        return new Message(kind, part, worker, model, most, expected, taken, kept);
    }

    private <T> T ask(Message message, Class<T> reply) {
        try {
            return LimitsPlugin.parsed(String.valueOf(driver.ask(Json.line(message))), reply);
        } catch (Exception e) { // Spark's interface declares no narrower type
            throw new ChatStoppedException("the driver does not respond (" + e.getMessage()
                    + "); run again to continue, answers so far are" + " kept");
        }
    }

    private static void pause(long nanos) {
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ChatStoppedException("stopped while waiting for a language model; run again to continue");
        }
    }
}
