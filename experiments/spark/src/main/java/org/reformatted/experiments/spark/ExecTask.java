package org.reformatted.experiments.spark;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;

/**
 * A command on an executor. Its standard input stays open until the executor ends for any reason, so that a command that reads from it can end too.
 *
 * @param command the command and its arguments
 * @param folder its working folder
 * @param environment the variables that are set for it if the executor does not have them; they are sent only over Spark's connections
 */
record ExecTask(List<String> command, String folder, TreeMap<String, String> environment) implements Serializable {
    /**
     * The result of the command.
     *
     * @param code its exit code
     * @param output its standard output
     * @param errors its standard error
     */
    record Ended(int code, String output, String errors) implements Serializable {}

    Ended run() {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(Path.of(folder).toFile());
        Map<String, String> variables = builder.environment();
        environment.forEach(variables::putIfAbsent);
        try {
            Process process = builder.start();
            TaskContext.get().addTaskCompletionListener((TaskCompletionListener) ended -> process.destroyForcibly());
            CompletableFuture<String> errors = CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
            String output = text(process.getInputStream());
            return new Ended(process.waitFor(), output, errors.join());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    command.get(0) + ": cannot be started in " + folder + " on this machine (" + e.getMessage()
                            + "); every machine needs the program and the folder at the same path",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + command.get(0) + " is running", e);
        }
    }

    private static String text(InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
