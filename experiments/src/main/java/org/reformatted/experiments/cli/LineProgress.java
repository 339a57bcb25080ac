package org.reformatted.experiments.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.reformatted.realign.base.Progress;

/**
 * Progress for logs: one line in each interval while work is running, whether or not it advances. Work that is shorter than an interval writes none.
 */
final class LineProgress implements Progress {
    /** The maximum time without output. */
    static final Duration INTERVAL = Duration.ofSeconds(30);

    private final PrintStream err;
    private final Duration interval;

    LineProgress(PrintStream err, Duration interval) {
        this.err = err;
        this.interval = interval;
    }

    @Override
    public Task start(String what, long total) {
        return new PrintedTask(what, total);
    }

    private final class PrintedTask implements Task {
        private final String what;
        private final long total;
        private final long startNanos = System.nanoTime();
        private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "progress");
            thread.setDaemon(true);
            return thread;
        });
        private final ScheduledFuture<?> printing;
        private long done;
        private String note = "";

        PrintedTask(String what, long total) {
            this.what = what;
            this.total = total;
            printing = timer.scheduleAtFixedRate(
                    this::print, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
        }

        @Override
        public synchronized void advance(long steps) {
            done += steps;
        }

        @Override
        public synchronized void note(String text) {
            note = text;
        }

        private synchronized void print() {
            Duration since = Duration.ofNanos(System.nanoTime() - startNanos);
            String share = total > 0 ? String.format(Locale.ROOT, " of %d (%d%%)", total, 100 * done / total) : "";
            err.println(what + ": " + done + share + ", " + since.toSeconds() + " s" + left(since)
                    + (note.isEmpty() ? "" : ", " + note));
        }

        private String left(Duration since) {
            return total > 0 && done > 0 ? ", about " + (total - done) * since.toSeconds() / done + " s left" : "";
        }

        @Override
        public void close() {
            printing.cancel(false);
            timer.shutdownNow();
        }
    }
}
