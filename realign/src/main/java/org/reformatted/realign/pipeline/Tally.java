package org.reformatted.realign.pipeline;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.reformatted.realign.llm.FailureCause;
import org.reformatted.realign.llm.Unanswered;
import org.reformatted.realign.llm.Usage;

/** Counts rows, in total and per category. */
final class Tally {
    private static final String NO_CATEGORY = "(none)";

    private final Map<String, Running> categories = new TreeMap<>();
    private final Unanswered unanswered;
    private long unread;
    private boolean stopped;

    Tally(double allowUnanswered) {
        unanswered = new Unanswered("realign", "rows", allowUnanswered);
    }

    /** Returns rows until a model stops answering for this run. */
    <T> Iterator<T> untilStopped(Iterator<T> rows) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return !stopped && rows.hasNext();
            }

            @Override
            public T next() {
                return rows.next();
            }
        };
    }

    /** Counts a row that was not read because the run had stopped. */
    void addUnread() {
        unread++;
        unanswered.add(FailureCause.STOPPED, "", 1);
    }

    /** Ends the run as unfinished when more rows are open than the config allows. */
    void requireAnswered() {
        unanswered.requireAllowed(total().rows() + unread);
    }

    void add(RowVerdict verdict) {
        FailureCause cause = verdict.cause();
        if (cause != null) {
            unanswered.add(cause, verdict.why(), 1);
            stopped |= cause == FailureCause.STOPPED;
        }
        String category = verdict.category() == null ? NO_CATEGORY : verdict.category();
        categories.computeIfAbsent(category, any -> new Running()).add(verdict);
    }

    RealignSummary.Counts total() {
        Running total = new Running();
        categories.values().forEach(total::add);
        return total.counts();
    }

    Map<String, RealignSummary.Counts> categories() {
        Map<String, RealignSummary.Counts> counts = new TreeMap<>();
        categories.forEach((name, running) -> counts.put(name, running.counts()));
        return counts;
    }

    /** The running counts for {@link RealignSummary.Counts}. */
    private static final class Running {
        private long rows;
        private long rewritten;
        private final Map<String, Long> original = new HashMap<>();
        private long tokensBefore;
        private long tokensAfter;
        private Usage usage = Usage.NONE;

        void add(RowVerdict row) {
            boolean kept = row.verdict() == RowVerdict.Outcome.REWRITTEN;
            Integer proposed = row.rewrittenTokens();
            rows++;
            rewritten += kept ? 1 : 0;
            if (!kept) {
                original.merge(row.filter(), 1L, Long::sum);
            }
            tokensBefore += row.originalTokens();
            tokensAfter += kept && proposed != null ? proposed : row.originalTokens();
            usage = row.usage() == null ? usage : usage.plus(row.usage());
        }

        void add(Running other) {
            rows += other.rows;
            rewritten += other.rewritten;
            other.original.forEach((filter, count) -> original.merge(filter, count, Long::sum));
            tokensBefore += other.tokensBefore;
            tokensAfter += other.tokensAfter;
            usage = usage.plus(other.usage);
        }

        RealignSummary.Counts counts() {
            return new RealignSummary.Counts(
                    rows, rewritten, original, tokensBefore, tokensAfter, usage, Optional.empty());
        }
    }
}
