package org.reformatted.experiments.spark;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.llm.EndpointConfig;
import org.reformatted.realign.llm.ModelConfig;
import org.reformatted.realign.llm.SharedLimits;
import org.reformatted.realign.llm.Usage;

/**
 * Connects executors with the driver over Spark's connections. The driver grants requests ({@link SharedLimits}) and sends the environment variables
 * that the config names, so that no key is in Spark's configuration.
 */
public final class LimitsPlugin implements SparkPlugin {
    private static final AtomicReference<@Nullable Prepared> DRIVER = new AtomicReference<>();
    private static final AtomicReference<@Nullable Connection> EXECUTOR = new AtomicReference<>();

    /** Called by Spark with the name of the class. */
    public LimitsPlugin() {}

    private record Prepared(SharedLimits limits, Map<String, String> environment) {}

    /** Sends messages to the driver. */
    interface Line {
        /** Sends a message and waits for the reply. */
        @Nullable
        Object ask(Object message) throws Exception; // the type that Spark declares

        /** Sends a message that has no reply. */
        void send(Object message) throws IOException;
    }

    /**
     * A connection to the driver.
     *
     * @param line sends messages to the driver
     * @param environment the environment variables that the config names, with the driver's values
     */
    record Connection(Line line, Map<String, String> environment) {}

    /**
     * A message of an executor to the driver. It is sent as JSON, because Spark deserializes messages without the classes of a job.
     *
     * @param kind the kind of message
     * @param part the worker's part of the data
     * @param worker the worker
     * @param model the model of the request; empty for {@link Kind#BEGIN}
     * @param most the maximum number of tokens of the request
     * @param expected the expected number of tokens
     * @param taken the tokens that were, or may have been, paid for; only for {@link Kind#SETTLE}
     * @param kept the tokens of the part's stored answers, by model; only for {@link Kind#BEGIN}
     */
    record Message(
            Kind kind,
            int part,
            long worker,
            String model,
            Usage most,
            double expected,
            Usage taken,
            Map<String, Usage> kept) {
        /** The kinds of messages. */
        enum Kind {
            /** A worker starts a part of the data; the reply is a boolean. */
            BEGIN,
            /** A worker wants to send a request; the reply is a {@link SharedLimits.Grant}. */
            RESERVE,
            /** A request that was granted has ended; there is no reply. */
            SETTLE
        }
    }

    /** Sets the limits and the environment of the driver's plugin, before the Spark context is created. */
    static void prepare(SharedLimits limits, Map<String, String> environment) {
        DRIVER.set(new Prepared(limits, Map.copyOf(environment)));
    }

    /**
     * Adds the plugin to Spark's configuration, before the Spark context is created. If a variable that a model needs is not set, it throws an
     * exception before the job starts.
     *
     * @param spark the configuration
     * @param models the models that are called
     * @param searching the names of variables that a web search needs
     */
    static void install(SparkConf spark, Collection<? extends ModelConfig> models, List<String> searching) {
        if (spark.getBoolean("spark.speculation", false)) {
            throw new InputException("spark.speculation would pay for requests twice; set it to false");
        }
        String others = spark.get("spark.plugins", "");
        spark.set("spark.plugins", (others.isEmpty() ? "" : others + ",") + LimitsPlugin.class.getName());
        Map<String, String> all = System.getenv();
        Map<String, String> named = new TreeMap<>();
        Map<String, EndpointConfig> endpoints = new TreeMap<>();
        for (ModelConfig model : models) {
            if (model instanceof EndpointConfig endpoint) {
                endpoint.requireReady(all);
                endpoints.put(endpoint.answeringAs(), endpoint);
                for (String variable : List.of(endpoint.baseUrlVariable(), endpoint.keyVariable())) {
                    Optional.ofNullable(all.get(variable)).ifPresent(value -> named.put(variable, value));
                }
            }
        }
        for (String variable : searching) {
            Optional.ofNullable(all.get(variable)).ifPresent(value -> named.put(variable, value));
        }
        prepare(new SharedLimits(endpoints, System.nanoTime()), named);
    }

    /** The connection of this process's executor. */
    static Connection connection() {
        return Optional.ofNullable(EXECUTOR.get())
                .orElseThrow(() -> new IllegalStateException("the plugin of the executor has not been started"));
    }

    /** The driver's connection to itself. */
    static Connection onDriver() {
        Driver driver = new Driver();
        Line line = new Line() {
            @Override
            public @Nullable Object ask(Object message) {
                return driver.receive(message);
            }

            @Override
            public void send(Object message) {
                driver.receive(message);
            }
        };
        return new Connection(line, Driver.prepared().environment);
    }

    @Override
    public DriverPlugin driverPlugin() {
        return new Driver();
    }

    @Override
    public ExecutorPlugin executorPlugin() {
        return new Executor();
    }

    private static final class Driver implements DriverPlugin {
        @Override
        public Map<String, String> init(SparkContext context, PluginContext plugins) {
            return prepared().environment;
        }

        private static Prepared prepared() {
            return Optional.ofNullable(DRIVER.get())
                    .orElseThrow(() -> new IllegalStateException("the driver has not prepared the plugin"));
        }

        /** Never waits, because one thread may serve all executors. */
        @Override
        public @Nullable Object receive(Object message) {
            SharedLimits limits = prepared().limits;
            Message asked = parsed(String.valueOf(message), Message.class);
            long now = System.nanoTime();
            return switch (asked.kind) {
                case BEGIN -> Json.line(limits.begin(asked.part, asked.worker, asked.kept));
                case RESERVE ->
                    Json.line(limits.reserve(asked.part, asked.worker, asked.model, asked.most, asked.expected, now));
                case SETTLE -> settled(limits, asked, now);
            };
        }

        private static @Nullable Object settled(SharedLimits limits, Message ended, long now) {
            limits.settle(ended.part, ended.worker, ended.model, ended.most, ended.expected, ended.taken, now);
            return null; // the message has no reply
        }
    }

    /** Reads a message or a reply. */
    static <T> T parsed(String json, Class<T> type) {
        try {
            return Json.MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("driver and executor are of different versions of this program", e);
        }
    }

    private static final class Executor implements ExecutorPlugin {
        @Override
        public void init(PluginContext context, Map<String, String> environment) {
            Line line = new Line() {
                @Override
                public @Nullable Object ask(Object message) throws Exception {
                    return context.ask(message);
                }

                @Override
                public void send(Object message) throws IOException {
                    context.send(message);
                }
            };
            EXECUTOR.set(new Connection(line, Map.copyOf(environment)));
        }
    }
}
