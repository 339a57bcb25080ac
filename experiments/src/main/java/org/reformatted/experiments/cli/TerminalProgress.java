package org.reformatted.experiments.cli;

import java.io.PrintStream;
import java.time.Duration;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.base.SafeText;

/**
 * Progress bars with rate and remaining time on a terminal, for work that takes over two seconds; without a terminal {@link LineProgress} is used.
 */
final class TerminalProgress implements Progress {
    private static final Duration QUIET = Duration.ofSeconds(2);
    private static final int WIDTH = 110;
    private final PrintStream err;

    private TerminalProgress(PrintStream err) {
        this.err = err;
    }

    /** Bars when standard error is a terminal, as reported by the start script; otherwise lines. */
    static Progress onStandardError() {
        boolean watched = Boolean.getBoolean("harness.terminal.err") && !"dumb".equals(System.getenv("TERM"));
        return watched ? new TerminalProgress(TerminalStreams.rawErr()) : lines();
    }

    /** Lines, also on a terminal. */
    static Progress lines() {
        return new LineProgress(System.err, LineProgress.INTERVAL);
    }

    @Override
    public Task start(String what, long total) {
        return new Bar(SafeText.terminal(what), total);
    }

    private final class Bar implements Task {
        private final String what;
        private final long total;
        private final long startNanos = System.nanoTime();
        private long done;
        private String note = "";
        private @Nullable ProgressBar bar;

        Bar(String what, long total) {
            this.what = what;
            this.total = total;
        }

        @Override
        public synchronized void advance(long steps) {
            done += steps;
            if (bar == null && System.nanoTime() - startNanos > QUIET.toNanos()) {
                bar = open();
            }
            if (bar != null) {
                bar.stepTo(done);
            }
        }

        @Override
        public synchronized void note(String text) {
            note = SafeText.terminal(text);
            if (bar != null) {
                bar.setExtraMessage(" " + note);
            }
        }

        @Override
        public synchronized void close() {
            if (bar != null) {
                bar.close();
            }
        }

        private ProgressBar open() {
            ProgressBar opened = new ProgressBarBuilder()
                    .setTaskName(what)
                    .setInitialMax(total)
                    .startsFrom(0, Duration.ofNanos(System.nanoTime() - startNanos))
                    .setStyle(ProgressBarStyle.ASCII)
                    .showSpeed()
                    .setUpdateIntervalMillis(500)
                    .clearDisplayOnFinish()
                    .setConsumer(new ConsoleProgressBarConsumer(err, WIDTH))
                    .build();
            opened.setExtraMessage(" " + note);
            return opened;
        }
    }
}
