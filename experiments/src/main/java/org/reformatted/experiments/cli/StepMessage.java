package org.reformatted.experiments.cli;

import java.io.PrintStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.base.WaitingException;
import org.reformatted.realign.config.ConfigException;

/**
 * A line of standard output in which a process that runs a step reports its progress or its failure.
 *
 * @param task the number of a piece of work; 0 in a failure
 * @param what the name of a piece of work that starts
 * @param total the number of its steps, or -1
 * @param advance steps done since the last line
 * @param note a text to show after it
 * @param closed whether the piece of work has ended
 * @param failure the kind of failure
 * @param problems its sentences
 */
record StepMessage(
        int task,
        @Nullable String what,
        long total,
        long advance,
        @Nullable String note,
        boolean closed,
        @Nullable MessageKind failure,
        @Nullable List<String> problems) {
    /** The kind of a failure, which decides the exit code. */
    enum MessageKind {
        WAITING,
        CONFIG,
        OTHER
    }

    static StepMessage of(Throwable failure) {
        if (failure instanceof ConfigException e) {
            return failure(MessageKind.CONFIG, e.problems());
        }
        return failure instanceof WaitingException
                ? failure(MessageKind.WAITING, List.of(String.valueOf(failure.getMessage())))
                : failure(MessageKind.OTHER, List.of(FailureText.of(failure)));
    }

    private static StepMessage failure(MessageKind kind, List<String> problems) {
        return new StepMessage(0, null, 0, 0, null, false, kind, problems);
    }

    /** The exception for a failure, to be thrown in the process that reads the message. */
    static RuntimeException exception(MessageKind kind, List<String> problems, String step) {
        return switch (kind) {
            case WAITING -> new WaitingException(problems.get(0));
            case CONFIG -> new ConfigException(step, problems);
            case OTHER -> new InputException(problems.get(0));
        };
    }

    /** Progress that is written as lines, for each piece of work at most four lines per second. */
    static final class MessageWriter implements Progress {
        private static final long PAUSE_NANOS = 250_000_000;

        private final PrintStream out;
        private int tasks;

        MessageWriter(PrintStream out) {
            this.out = out;
        }

        @Override
        public synchronized Task start(String what, long total) {
            tasks++;
            write(new StepMessage(tasks, what, total, 0, null, false, null, null));
            return new WrittenTask(tasks);
        }

        synchronized void write(StepMessage message) {
            out.println(Json.line(message));
            out.flush();
        }

        private final class WrittenTask implements Task {
            private final int number;
            private long open;
            private @Nullable String note;
            private long written = System.nanoTime();

            WrittenTask(int number) {
                this.number = number;
            }

            @Override
            public synchronized void advance(long steps) {
                open += steps;
                writeSometimes();
            }

            @Override
            public synchronized void note(String text) {
                note = text;
                writeSometimes();
            }

            private void writeSometimes() {
                if (System.nanoTime() - written > PAUSE_NANOS) {
                    write(false);
                }
            }

            private void write(boolean closed) {
                MessageWriter.this.write(new StepMessage(number, null, 0, open, note, closed, null, null));
                open = 0;
                note = null;
                written = System.nanoTime();
            }

            @Override
            public synchronized void close() {
                write(true);
            }
        }
    }
}
