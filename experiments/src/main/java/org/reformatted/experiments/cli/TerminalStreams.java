package org.reformatted.experiments.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.reformatted.realign.base.SafeText;

/**
 * Standard output and standard error of the program. All printed text passes {@link SafeText#terminal} line by line. Only output in which the program
 * itself uses control characters (progress bars, coloured tokens) goes to the raw streams.
 */
final class TerminalStreams {
    private static final PrintStream RAW_OUT = System.out;
    private static final PrintStream RAW_ERR = System.err;

    private TerminalStreams() {}

    /** Replaces {@code System.out} and {@code System.err} by streams that print only safe text. */
    static void install() {
        System.setOut(safe(RAW_OUT));
        System.setErr(safe(RAW_ERR));
    }

    static PrintStream rawOut() {
        return RAW_OUT;
    }

    static PrintStream rawErr() {
        return RAW_ERR;
    }

    /** A stream that makes each line safe before it passes it on. */
    static PrintStream safe(PrintStream raw) {
        return new PrintStream(new SafeLines(raw), true, StandardCharsets.UTF_8);
    }

    private static final class SafeLines extends OutputStream {
        private final PrintStream raw;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        SafeLines(PrintStream raw) {
            this.raw = raw;
        }

        @Override
        public synchronized void write(int b) throws IOException {
            line.write(b);
            if (b == '\n') {
                pass();
            }
        }

        @Override
        public synchronized void write(byte[] bytes, int from, int length) throws IOException {
            for (int i = from; i < from + length; i++) {
                write(bytes[i]);
            }
        }

        @Override
        public synchronized void flush() throws IOException {
            pass();
            raw.flush();
        }

        private void pass() throws IOException {
            if (line.size() > 0) {
                raw.write(
                        SafeText.terminal(line.toString(StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8));
                line.reset();
            }
        }
    }
}
