package org.reformatted.finetune.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.reformatted.realign.base.Json;

/** Runs steps one after the other, each in a separate process that prints a line of JSON, and stops processes that exceed their time limit. */
final class StepProcesses {
    /** The maximum time between the line of a process and its end. */
    private static final long ENDING_SECONDS = 10;

    private final Function<String, List<String>> command;
    private final Function<String, Duration> limit;
    private final Duration whole;

    /**
     * Creates a runner.
     *
     * @param command the program of a step, with its arguments
     * @param limit the time limit of a step
     * @param whole the time limit of all steps together; the remaining time also limits each step
     */
    StepProcesses(Function<String, List<String>> command, Function<String, Duration> limit, Duration whole) {
        this.command = command;
        this.limit = limit;
        this.whole = whole;
    }

    /**
     * Runs all steps.
     *
     * @param steps their names in order
     * @param lines is called with the line of each step: the printed line, or a line with the error of its process
     */
    void run(List<String> steps, Consumer<String> lines) {
        long start = System.nanoTime();
        for (String step : steps) {
            Duration left = whole.minusNanos(System.nanoTime() - start);
            Duration own = limit.apply(step);
            lines.accept(
                    left.isNegative() || left.isZero()
                            ? failed(step, "skipped: all steps together have had their " + whole.toSeconds() + " s", 0)
                            : line(step, own.compareTo(left) < 0 ? own : left));
        }
    }

    private String line(String step, Duration own) {
        long start = System.nanoTime();
        Process process = started(command.apply(step));
        Thread ending = new Thread(() -> end(process));
        Runtime.getRuntime().addShutdownHook(ending);
        try {
            String line =
                    CompletableFuture.supplyAsync(() -> answer(process)).get(own.toMillis(), TimeUnit.MILLISECONDS);
            process.waitFor(ENDING_SECONDS, TimeUnit.SECONDS);
            return line.isEmpty()
                    ? failed(step, "its process ended with code " + process.waitFor() + " and without a result", start)
                    : line;
        } catch (TimeoutException e) {
            return failed(step, "ended at its limit of " + own.toSeconds() + " s", start);
        } catch (ExecutionException e) {
            return failed(step, "its result cannot be read: " + e.getMessage(), start);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed(step, "interrupted", start);
        } finally {
            end(process);
            Runtime.getRuntime().removeShutdownHook(ending);
        }
    }

    private static Process started(List<String> command) {
        try {
            return new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start another Java process", e);
        }
    }

    /** The first line of JSON; empty if the process closes its output without one. */
    private static String answer(Process process) {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            return lines.lines()
                    .filter(line -> line.startsWith("{"))
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static String failed(String step, String why, long start) {
        Map<String, Object> found = new LinkedHashMap<>();
        found.put("step", step);
        found.put("error", why);
        found.put("seconds", start == 0 ? 0 : GpuBench.rounded((System.nanoTime() - start) / 1e9));
        return Json.line(found);
    }
}
