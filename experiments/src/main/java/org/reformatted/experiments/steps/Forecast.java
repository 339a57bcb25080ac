package org.reformatted.experiments.steps;

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
 * @param likely US dollars that it would likely cost; absent where a price is not known
 * @param most US dollars that it could cost at most
 * @param seconds how long it would take; absent where nothing was measured
 * @param keptBytes what its artifact takes on the disk, about
 * @param workBytes what it takes besides while it works
 * @param memoryBytes what it takes of its device at its peak; 0 where it computes nothing or that is not known
 * @param refusal why it cannot run on this machine; absent where it can
 */
public record Forecast(
        List<String> lines,
        Optional<Double> likely,
        Optional<Double> most,
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
        return new Forecast(List.of(), Optional.of(0.0), Optional.of(0.0), Optional.of(0.0), 0, 0, 0, Optional.empty());
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
        all.add(seconds.map(Forecast::time).orElse("time unknown: nothing like it was measured on this machine"));
        return new Forecast(
                all, Optional.of(0.0), Optional.of(0.0), seconds, keptBytes, workBytes, memoryBytes, refusal);
    }

    /**
     * Adds the forecasts of a plan up.
     *
     * @param all the forecasts
     * @param atOnce how many steps run side by side
     * @return lines for people: money, time, disk
     */
    public static List<String> total(List<Forecast> all, int atOnce) {
        List<String> lines = new ArrayList<>();
        lines.add("cost, likely: " + dollars(all.stream().map(Forecast::likely).toList()));
        lines.add("cost, at most: " + dollars(all.stream().map(Forecast::most).toList()));
        long unknown = all.stream().filter(one -> one.seconds.isEmpty()).count();
        double seconds =
                all.stream().mapToDouble(one -> one.seconds.orElse(0.0)).sum();
        lines.add("time: " + time(seconds)
                + (unknown == 0 ? "" : ", and that of " + unknown + " steps for which nothing was measured here"));
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

    private static String dollars(List<Optional<Double>> costs) {
        double known = costs.stream().mapToDouble(cost -> cost.orElse(0.0)).sum();
        long unknown = costs.stream().filter(Optional::isEmpty).count();
        return String.format(Locale.ROOT, "%.2f USD", known)
                + (unknown == 0 ? "" : ", and that of " + unknown + " steps whose model has no known price");
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
