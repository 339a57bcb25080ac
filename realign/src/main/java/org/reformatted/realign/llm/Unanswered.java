package org.reformatted.realign.llm;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.reformatted.realign.base.Check;

/** Counts the requests that a service left open, by cause, and decides whether the work may end without their answers. It is not thread-safe. */
public final class Unanswered {
    private final String work;
    private final String unit;
    private final double allowed;
    private final Map<FailureCause, Long> counts = new EnumMap<>(FailureCause.class);
    private String first = "";

    /**
     * Starts at zero.
     *
     * @param work the name of the work, such as {@code realign}
     * @param unit the counted unit, such as {@code rows}
     * @param allowed the share in [0, 1) that may be left open
     */
    public Unanswered(String work, String unit, double allowed) {
        checkShare(allowed);
        this.work = work;
        this.unit = unit;
        this.allowed = allowed;
    }

    /**
     * Checks a share that a config allows.
     *
     * @param allowed the share
     */
    public static void checkShare(double allowed) {
        Check.argument(
                allowed >= 0 && allowed < 1,
                "allowUnanswered (%s) must be in [0, 1); 0.01 accepts one of a hundred",
                allowed);
    }

    /**
     * Counts a failure; a final failure is not counted.
     *
     * @param cause the kind of failure
     * @param why the reason, as a sentence
     * @param count how many are open for this cause
     */
    public void add(FailureCause cause, String why, long count) {
        if (cause.isOpen() && count > 0) {
            counts.merge(cause, count, Long::sum);
            first = first.isEmpty() ? why : first;
        }
    }

    /**
     * Returns how many are open.
     *
     * @return a count
     */
    public long count() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * Ends the work as unfinished when more is open than allowed.
     *
     * @param total the total number
     * @throws UnansweredException with the counts by cause
     */
    public void requireAllowed(long total) {
        long open = count();
        boolean stopped = counts.containsKey(FailureCause.STOPPED);
        if (open > 0 && (stopped || open > allowed * total)) {
            String causes = counts.entrySet().stream()
                    .map(entry -> entry.getValue() + " " + entry.getKey().label())
                    .collect(Collectors.joining(", "));
            throw new UnansweredException(String.format(
                    Locale.ROOT,
                    "%s is unfinished: %d of %d %s have no answer (%s); the first: %s; run again to go on with these"
                            + " %s alone, answers so far are kept%s",
                    work,
                    open,
                    total,
                    unit,
                    causes,
                    first,
                    unit,
                    stopped ? "" : "; allowUnanswered accepts a share, such as 0.01"));
        }
    }
}
