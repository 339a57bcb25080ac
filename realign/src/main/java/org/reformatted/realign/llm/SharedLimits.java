package org.reformatted.realign.llm;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Grants the requests of many workers in one place, with each model's budget and rates. A worker processes one part of the data and starts with the
 * stored answers of that part. When another worker starts the same part, the earlier worker gets no more grants, and its requests in progress count
 * with their maximum cost. This class is thread-safe.
 */
public final class SharedLimits {
    private final Map<String, ModelLimits> models = new TreeMap<>();
    private final Map<Integer, Long> workers = new HashMap<>();

    /**
     * Starts with no spending.
     *
     * @param endpoints the endpoints of a config by their identity
     * @param now the time in nanoseconds, such as {@code System.nanoTime()}
     */
    public SharedLimits(Map<String, EndpointConfig> endpoints, long now) {
        endpoints.forEach((identity, config) -> models.put(identity, new ModelLimits(config, now)));
    }

    /** The decision about a request for a grant. */
    public enum Decision {
        /** It may be sent, after the wait. */
        GRANTED,
        /** It may be repeated later: requests in progress may free enough of the budget. */
        LATER,
        /** It will never be granted. */
        REFUSED
    }

    /**
     * The answer to a request for a grant.
     *
     * @param decision the decision
     * @param waitNanos how long to wait before it is sent, in nanoseconds
     * @param why the reason of a refusal; empty otherwise
     */
    public record Grant(Decision decision, long waitNanos, String why) {
        private static Grant refused(String why) {
            return new Grant(Decision.REFUSED, 0, why);
        }
    }

    /**
     * Registers a worker that starts a part of the data.
     *
     * @param part the part
     * @param worker the worker's number; of two workers for one part, the greater number is the later one
     * @param kept the tokens of the stored answers of that part, by model
     * @return whether the worker may continue: no later worker has started the part
     */
    public synchronized boolean begin(int part, long worker, Map<String, Usage> kept) {
        if (workers.getOrDefault(part, Long.MIN_VALUE) > worker) {
            return false;
        }
        workers.put(part, worker);
        models.forEach((identity, model) -> model.begin(part, kept.getOrDefault(identity, Usage.NONE)));
        return true;
    }

    /**
     * Decides about a request.
     *
     * @param part the worker's part of the data
     * @param worker the worker
     * @param identity the model's identity
     * @param most the maximum tokens of the request
     * @param expected the expected tokens
     * @param now the time in nanoseconds
     * @return the decision
     */
    public synchronized Grant reserve(int part, long worker, String identity, Usage most, double expected, long now) {
        ModelLimits model = models.get(identity);
        if (model == null) {
            return Grant.refused(identity + " is not among the endpoints of the config");
        }
        if (workers.getOrDefault(part, Long.MIN_VALUE) != worker) {
            return Grant.refused("another worker has begun part " + part + " of the data; this one ends");
        }
        return model.reserve(part, most, expected, now);
    }

    /**
     * Records the end of a request.
     *
     * @param part the worker's part of the data
     * @param worker the worker
     * @param identity the model's identity
     * @param most the reserved tokens
     * @param expected the expected tokens
     * @param taken the tokens that were, or may have been, paid
     * @param now the time in nanoseconds
     */
    public synchronized void settle(
            int part, long worker, String identity, Usage most, double expected, Usage taken, long now) {
        ModelLimits model = models.get(identity);
        if (model != null && workers.getOrDefault(part, Long.MIN_VALUE) == worker) {
            model.settle(part, most, expected, taken, now);
        }
    }

    /**
     * Returns the money spent by model, without requests in progress.
     *
     * @return US dollars; 0 for a model without a known price
     */
    public synchronized Map<String, Double> spent() {
        Map<String, Double> spent = new TreeMap<>();
        models.forEach((identity, model) -> spent.put(identity, model.spent()));
        return spent;
    }

    /** One model's budget and rates. */
    private static final class ModelLimits {
        private final Price price;
        private final double budget;
        private final @Nullable TokenBucket requests;
        private final @Nullable TokenBucket tokens;
        private final Map<Integer, Double> spent = new HashMap<>();
        private final Map<Integer, Double> underWay = new HashMap<>();
        private double lost;

        ModelLimits(EndpointConfig config, long now) {
            price = config.knownPrice().orElse(Price.FREE);
            budget = config.budget().orElse(Double.POSITIVE_INFINITY);
            requests = bucket(config.requestsPerMinute().orElse(null), now);
            tokens = bucket(config.tokensPerMinute().orElse(null), now);
        }

        private static @Nullable TokenBucket bucket(@Nullable Double perMinute, long now) {
            return perMinute == null ? null : new TokenBucket(perMinute, now);
        }

        /**
         * Starts a part. Its stored answers count if they cost more than the money spent on it so far; the requests in progress may have been paid,
         * so their maximum cost counts as lost.
         */
        void begin(int part, Usage kept) {
            lost += underWay.getOrDefault(part, 0.0);
            underWay.remove(part);
            spent.merge(part, price.of(kept), Math::max); // a request without an answer may be paid too
        }

        Grant reserve(int part, Usage most, double expected, long now) {
            double wanted = price.of(most);
            double before = spent();
            double open = sum(underWay);
            if (before + wanted > budget) {
                return Grant.refused(String.format(
                        Locale.ROOT,
                        "the budget of %.4f USD is used up: %.4f spent, %.4f under way, and the next request may cost"
                                + " %.4f; raise the budget and run again, answers so far are kept",
                        budget,
                        before,
                        open,
                        wanted));
            }
            if (before + open + wanted > budget) {
                return new Grant(Decision.LATER, 0, "");
            }
            underWay.merge(part, wanted, Double::sum);
            long wait = Math.max(taken(requests, 1, now), taken(tokens, expected, now));
            return new Grant(Decision.GRANTED, wait, "");
        }

        void settle(int part, Usage most, double expected, Usage taken, long now) {
            double left = underWay.getOrDefault(part, 0.0) - price.of(most);
            if (left > 0) {
                underWay.put(part, left);
            } else {
                underWay.remove(part);
            }
            spent.merge(part, price.of(taken), Double::sum);
            taken(tokens, taken.promptTokens() + taken.completionTokens() - expected, now);
        }

        double spent() {
            return sum(spent) + lost;
        }

        private static long taken(@Nullable TokenBucket bucket, double permits, long now) {
            Duration wait = bucket == null ? Duration.ZERO : bucket.take(permits, now);
            return wait.toNanos();
        }

        private static double sum(Map<Integer, Double> parts) {
            return parts.values().stream().mapToDouble(Double::doubleValue).sum();
        }
    }
}
