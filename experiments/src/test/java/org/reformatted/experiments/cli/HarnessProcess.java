package org.reformatted.experiments.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** One process, with an environment of its own, that runs one command after the other: a process for each would take seconds to start. */
final class HarnessProcess implements AutoCloseable {
    private static final String END = "\u0004 exit ";

    private final Process process;
    private final BufferedReader said;
    private final PrintStream words;

    /** What a command said on both of its streams, and its exit code. */
    record Said(int code, String text) {}

    private HarnessProcess(Process process) {
        this.process = process;
        said = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        words = new PrintStream(process.getOutputStream(), true, UTF_8);
    }

    static HarnessProcess start(Map<String, String> environment) throws IOException {
        return start(environment, Path.of(""));
    }

    /** With a folder that relative paths of the commands are below. */
    static HarnessProcess start(Map<String, String> environment, Path folder) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-XX:TieredStopAtLevel=1",
                        "-Dharness.checkout=" + System.getProperty("project.root"),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        HarnessProcess.class.getName())
                .directory(folder.toAbsolutePath().toFile())
                .redirectErrorStream(true);
        builder.environment().putAll(environment);
        return new HarnessProcess(builder.start());
    }

    long pid() {
        return process.pid();
    }

    /** Gives the process a command without waiting for its end. */
    void begin(String... command) {
        words.println(String.join("\t", command));
    }

    /** Ends the process, without any chance for it to clean up, as soon as something is reached. */
    void killWhen(BooleanSupplier reached) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(4);
        while (!reached.getAsBoolean() && System.nanoTime() < end) {
            Thread.sleep(2);
        }
        process.destroyForcibly().waitFor();
    }

    Said call(String... command) throws IOException {
        begin(command);
        return end();
    }

    /** Waits for the end of the command that was begun. */
    Said end() throws IOException {
        StringBuilder text = new StringBuilder();
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.startsWith(END)) {
                return new Said(Integer.parseInt(line.substring(END.length())), text.toString());
            }
            text.append(line).append('\n');
        }
        throw new IOException("the process ended within a command: " + text);
    }

    @Override
    public void close() {
        words.close(); // the process ends with its input
        process.destroy();
    }

    /** Runs the commands of standard input, one a line, words between tabs. */
    public static void main(String[] none) throws IOException {
        PrintStream words = System.out; // as it is before control characters are kept from it
        Harness.prepare();
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            int code = Harness.call(line.split("\t"));
            words.println();
            words.println(END + code);
        }
        System.exit(0);
    }
}
