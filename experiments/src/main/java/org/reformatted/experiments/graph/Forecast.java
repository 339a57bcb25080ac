package org.reformatted.experiments.graph;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * The forecast of a step: its cost, time, disk space and memory.
 *
 * @param lines sentences to print
 * @param cost its cost
 * @param seconds the time it would take, in seconds; absent if nothing was measured
 * @param keptBytes the approximate disk space of its artifact
 * @param workBytes the additional disk space while it runs
 * @param memoryBytes its peak memory on the device; 0 if it computes nothing or the memory is not known
 * @param refusal the reason why it cannot run on this machine; absent if it can run
 */
public record Forecast(
        List<String> lines,
        Cost cost,
        Optional<Double> seconds,
        long keptBytes,
        long workBytes,
        long memoryBytes,
        Optional<String> refusal) {
    private static final double GIB = 1L << 30;

    /** Copies the list. */
    public Forecast {
        lines = List.copyOf(lines);
    }

    /** The forecast of a step without cost that takes no noticeable time. */
    static Forecast nothing() {
        return new Forecast(List.of(), Cost.NONE, Optional.of(0.0), 0, 0, 0, Optional.empty());
    }

    /** The forecast of a step without cost. */
    static Forecast free(
            List<String> lines,
            Optional<Double> seconds,
            long keptBytes,
            long workBytes,
            long memoryBytes,
            Optional<String> refusal) {
        List<String> all = new ArrayList<>(lines);
        all.add(time(seconds));
        return new Forecast(all, Cost.NONE, seconds, keptBytes, workBytes, memoryBytes, refusal);
    }

    /**
     * Adds up the forecasts of a plan.
     *
     * @param all the forecasts
     * @param atOnce the number of steps that run at the same time
     * @return lines to print: cost, time, disk
     */
    public static List<String> total(List<Forecast> all, int atOnce) {
        List<String> lines = new ArrayList<>(
                all.stream().map(Forecast::cost).reduce(Cost.NONE, Cost::plus).lines());
        long unknown = all.stream().filter(one -> one.seconds.isEmpty()).count();
        double seconds =
                all.stream().mapToDouble(one -> one.seconds.orElse(0.0)).sum();
        String rest = unknown + " steps for which nothing was measured here";
        lines.add("time: "
                + (unknown == 0
                        ? time(seconds)
                        : seconds == 0 ? "unknown, for " + rest : time(seconds) + ", plus the time of " + rest));
        lines.add("disk: " + gib(disk(all, atOnce)) + " GiB at most");
        return lines;
    }

    /**
     * The maximum disk space of steps.
     *
     * @param all their forecasts
     * @param atOnce the number of steps that run at the same time
     * @return bytes
     */
    public static long disk(List<Forecast> all, int atOnce) {
        return all.stream().mapToLong(Forecast::keptBytes).sum() + largest(all, Forecast::workBytes, atOnce);
    }

    /** The sum of the {@code atOnce} largest numbers, because these steps could run at the same time. */
    static long largest(List<Forecast> all, ToLongFunction<Forecast> number, int atOnce) {
        return all.stream()
                .map(number::applyAsLong)
                .sorted(Comparator.reverseOrder())
                .limit(atOnce)
                .mapToLong(bytes -> bytes)
                .sum();
    }

    /** The time of a step as text, or that it is not known. */
    static String time(Optional<Double> seconds) {
        return seconds.map(Forecast::time).orElse("time unknown: nothing comparable was measured on this machine");
    }

    static String time(double seconds) {
        return seconds < 120
                ? String.format(Locale.ROOT, "about %.0f s", seconds)
                : seconds < 2 * 3600
                        ? String.format(Locale.ROOT, "about %.0f minutes", seconds / 60)
                        : String.format(Locale.ROOT, "about %.1f hours", seconds / 3600);
    }

    static String gib(long bytes) {
        return String.format(Locale.ROOT, bytes < 10 * GIB ? "%.2f" : "%.0f", bytes / GIB);
    }
}
