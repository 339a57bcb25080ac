package org.reformatted.experiments.spark;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.plugin.PluginContext;
import org.reformatted.realign.llm.ChatStoppedException;
import org.reformatted.realign.llm.RequestLimits;
import org.reformatted.realign.llm.SharedLimits.Decision;
import org.reformatted.realign.llm.SharedLimits.Grant;
import org.reformatted.realign.llm.Usage;

/** Has the driver grant each request of one worker on one part of the data. */
final class DriverLimits implements RequestLimits {
    private static final long LATER_MILLIS = 20;

    private final PluginContext driver;
    private final int part;
    private final long worker;

    DriverLimits(PluginContext driver, int part, long worker) {
        this.driver = driver;
        this.part = part;
        this.worker = worker;
    }

    /**
     * Tells the driver that this worker begins its part.
     *
     * @param kept the tokens of the part's kept answers, by model
     * @throws ChatStoppedException when a later worker has begun it
     */
    void begin(Map<String, Usage> kept) {
        Map<String, long[]> tokens = new HashMap<>();
        kept.forEach((model, usage) ->
                tokens.put(model, new long[] {usage.promptTokens(), usage.completionTokens()}));
        if (!Boolean.TRUE.equals(ask(new LimitsPlugin.Begin(part, worker, tokens)))) {
            throw new ChatStoppedException("another worker has begun part " + part + " of the data; this one ends");
        }
    }

    @Override
    public void reserve(String model, Usage most, double expected) {
        LimitsPlugin.Reserve wanted = message(model, most, expected);
        Grant grant = (Grant) ask(wanted);
        while (grant.decision() == Decision.LATER) {
            pause(TimeUnit.MILLISECONDS.toNanos(LATER_MILLIS));
            grant = (Grant) ask(wanted);
        }
        if (grant.decision() == Decision.REFUSED) {
            throw new ChatStoppedException(grant.why());
        }
        pause(grant.waitNanos());
    }

    @Override
    public void settle(String model, Usage most, double expected, Usage taken) {
        ask(new LimitsPlugin.Settle(message(model, most, expected), taken.promptTokens(), taken.completionTokens()));
    }

    private LimitsPlugin.Reserve message(String model, Usage most, double expected) {
        return new LimitsPlugin.Reserve(part, worker, model, most.promptTokens(), most.completionTokens(), expected);
    }

    private Object ask(LimitsPlugin.Message message) {
        try {
            return driver.ask(message);
        } catch (Exception e) { // Spark's interface declares no narrower one
            throw new ChatStoppedException("the driver does not answer (" + e.getMessage()
                    + "); run again to go on, answers so far are kept");
        }
    }

    private static void pause(long nanos) {
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ChatStoppedException("stopped while waiting for a language model; run again to go on");
        }
    }
}
