package org.reformatted.experiments.spark;

import java.io.Serializable;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.llm.SharedLimits;
import org.reformatted.realign.llm.Usage;

/**
 * Connects executors with the driver over Spark's own connections: the driver grants requests ({@link SharedLimits}) and hands out the
 * environment's variables that the config names, so that no key stands in Spark's configuration.
 */
public final class LimitsPlugin implements SparkPlugin {
    private static final AtomicReference<@Nullable Prepared> DRIVER = new AtomicReference<>();
    private static final AtomicReference<@Nullable Connection> EXECUTOR = new AtomicReference<>();

    /** Made by Spark, by the class's name. */
    public LimitsPlugin() {}

    private record Prepared(SharedLimits limits, Map<String, String> environment) {}

    /**
     * An executor's connection to the driver.
     *
     * @param context asks the driver
     * @param environment the environment's variables that the config names, as the driver has them
     */
    record Connection(PluginContext context, Map<String, String> environment) {}

    /** What an executor asks the driver. */
    sealed interface Message extends Serializable {}

    /** A worker begins a part of the data; the tokens of its kept answers, prompt and completion, by model. */
    record Begin(int part, long worker, Map<String, long[]> kept) implements Message {}

    /** A worker wants to send a request. */
    record Reserve(int part, long worker, String model, long promptTokens, long completionTokens, double expected)
            implements Message {}

    /** A request that was granted has ended. */
    record Settle(Reserve reserved, long promptTokens, long completionTokens) implements Message {}

    /** Sets what the driver's plugin uses, before the Spark context is made. */
    static void prepare(SharedLimits limits, Map<String, String> environment) {
        DRIVER.set(new Prepared(limits, Map.copyOf(environment)));
    }

    /** The connection of this process's executor. */
    static Connection connection() {
        return Optional.ofNullable(EXECUTOR.get())
                .orElseThrow(() -> new IllegalStateException("the plugin of the executor has not been started"));
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
                    .orElseThrow(() -> new IllegalStateException("the driver has not set what the plugin uses"));
        }

        /** Never waits, for one thread may serve all executors. */
        @Override
        public Object receive(Object message) {
            SharedLimits limits = prepared().limits;
            long now = System.nanoTime();
            if (message instanceof Begin begin) {
                Map<String, Usage> kept = new TreeMap<>();
                begin.kept.forEach((model, tokens) -> kept.put(model, new Usage(tokens[0], tokens[1])));
                return limits.begin(begin.part, begin.worker, kept);
            }
            if (message instanceof Reserve reserve) {
                return limits.reserve(
                        reserve.part, reserve.worker, reserve.model, most(reserve), reserve.expected, now);
            }
            if (message instanceof Settle settle) {
                Reserve reserved = settle.reserved;
                limits.settle(
                        reserved.part,
                        reserved.worker,
                        reserved.model,
                        most(reserved),
                        reserved.expected,
                        new Usage(settle.promptTokens, settle.completionTokens),
                        now);
                return true;
            }
            throw new IllegalArgumentException("no message of an executor: " + message.getClass());
        }

        private static Usage most(Reserve reserve) {
            return new Usage(reserve.promptTokens, reserve.completionTokens);
        }
    }

    private static final class Executor implements ExecutorPlugin {
        @Override
        public void init(PluginContext context, Map<String, String> environment) {
            EXECUTOR.set(new Connection(context, Map.copyOf(environment)));
        }
    }
}
