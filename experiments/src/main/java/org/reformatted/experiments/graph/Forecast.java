package org.reformatted.experiments.graph;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * What a step would take, before it runs.
 *
 * @param lines sentences for people
 * @param cost what would be paid for it
 * @param seconds how long it would take; absent where nothing was measured
 * @param keptBytes what its artifact takes on the disk, about
 * @param workBytes what it takes besides while it works
 * @param memoryBytes what it takes of its device at its peak; 0 where it computes nothing or that is not known
 * @param refusal why it cannot run on this machine; absent where it can
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

    /** A step that costs nothing and is done in no time. */
    static Forecast nothing() {
        return new Forecast(List.of(), Cost.NONE, Optional.of(0.0), 0, 0, 0, Optional.empty());
    }

    /** A step that costs no money. */
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
     * Adds the forecasts of a plan up.
     *
     * @param all the forecasts
     * @param atOnce how many steps run side by side
     * @return lines for people: money, time, disk
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
                        : seconds == 0 ? "unknown, for " + rest : time(seconds) + ", and that of " + rest));
        lines.add("disk: " + gib(disk(all, atOnce)) + " GiB at most");
        return lines;
    }

    /**
     * The most that steps take on the disk.
     *
     * @param all their forecasts
     * @param atOnce how many run side by side
     * @return bytes
     */
    public static long disk(List<Forecast> all, int atOnce) {
        return all.stream().mapToLong(Forecast::keptBytes).sum() + largest(all, Forecast::workBytes, atOnce);
    }

    /** The sum of the largest numbers, those of steps that could run side by side. */
    static long largest(List<Forecast> all, ToLongFunction<Forecast> number, int atOnce) {
        return all.stream()
                .map(number::applyAsLong)
                .sorted(Comparator.reverseOrder())
                .limit(atOnce)
                .mapToLong(bytes -> bytes)
                .sum();
    }

    /** How long a step would take, or that this is not known. */
    static String time(Optional<Double> seconds) {
        return seconds.map(Forecast::time).orElse("time unknown: nothing like it was measured on this machine");
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
