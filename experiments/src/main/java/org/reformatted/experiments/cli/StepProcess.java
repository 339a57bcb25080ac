package org.reformatted.experiments.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reformatted.experiments.workflow.ArtifactStore;
import org.reformatted.experiments.workflow.Plan.PlannedStep;
import org.reformatted.experiments.workflow.StepWork;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.Progress;

/**
 * Runs a step in a separate process with {@link RunStepCommand}: steps that compute at the same time need separate random numbers and numbers of
 * threads. The process ends with this one, because it reads from it.
 */
final class StepProcess implements StepWork {
    private static final int KILLED = 137;

    private final List<String> launcher;
    private final List<String> arguments;
    private final ArtifactStore store;

    /**
     * Creates the starter of processes.
     *
     * @param launcher the words of a command that starts a process on another machine; empty for this machine
     * @param arguments the arguments with which the other process reads the same config and folders
     * @param store the store in which it publishes artifacts
     */
    StepProcess(List<String> launcher, List<String> arguments, ArtifactStore store) {
        this.launcher = List.copyOf(launcher);
        this.arguments = List.copyOf(arguments);
        this.store = store;
    }

    @Override
    public Path run(PlannedStep planned, Map<String, Path> artifacts, Optional<String> device, Progress progress) {
        String name = planned.step().name();
        Process process = start(command(planned, device));
        Thread relay = new Thread(() -> relay(process, name), "messages of " + name);
        relay.setDaemon(true);
        relay.start();
        @Nullable StepMessage failure = follow(process, progress);
        int code = await(process, relay);
        if (failure != null && failure.failure() != null && failure.problems() != null) {
            throw StepMessage.exception(failure.failure(), failure.problems(), name);
        }
        if (code != 0) {
            throw new InputException(name + ": its process ended with exit code " + code
                    + (code == KILLED ? ", which means that it was killed, usually because memory ran out" : "")
                    + "; its saved state is kept: run the same command again to continue");
        }
        return store.find(name, planned.fingerprint())
                .map(record -> store.folder(name, planned.fingerprint()))
                .orElseThrow(() -> new IllegalStateException("the process of " + name + " ended without its artifact"));
    }

    private List<String> command(PlannedStep planned, Optional<String> device) {
        List<String> command = new ArrayList<>(launcher);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Harness.class.getName()));
        command.add(RunStepCommand.NAME);
        command.addAll(arguments);
        device.ifPresent(on -> command.addAll(List.of("--device", on)));
        command.addAll(List.of("--step", planned.step().name(), "--fingerprint", planned.fingerprint()));
        return command;
    }

    private static Process start(List<String> command) {
        try {
            return new ProcessBuilder(command).start();
        } catch (IOException e) {
            throw new UncheckedIOException(command.get(0) + ": this process cannot be started", e);
        }
    }

    /** Copies the standard error of the process to that of this one, each line with the step's name. */
    private static void relay(Process process, String name) {
        try (BufferedReader lines = process.errorReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                System.err.println(name + ": " + line);
            }
        } catch (IOException e) {
            System.err.println(name + ": its messages cannot be read: " + e.getMessage());
        }
    }

    /** Passes the progress on until the process ends. */
    private static @Nullable StepMessage follow(Process process, Progress progress) {
        Map<Integer, Progress.Task> tasks = new HashMap<>();
        StepMessage failure = null;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                StepMessage message = Json.MAPPER.readValue(line, StepMessage.class);
                failure = message.failure() == null ? failure : message;
                pass(message, tasks, progress);
            }
        } catch (JsonProcessingException e) {
            process.destroyForcibly();
            throw new IllegalStateException("a line of the step's process is not a message", e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read from the step's process", e);
        } finally {
            tasks.values().forEach(Progress.Task::close);
        }
        return failure;
    }

    private static void pass(StepMessage message, Map<Integer, Progress.Task> tasks, Progress progress) {
        if (message.what() != null) {
            tasks.put(message.task(), progress.start(message.what(), message.total()));
        }
        Progress.Task task = tasks.get(message.task());
        if (task == null) {
            return;
        }
        if (message.advance() > 0) {
            task.advance(message.advance());
        }
        if (message.note() != null) {
            task.note(message.note());
        }
        if (message.closed()) {
            tasks.remove(message.task());
            task.close();
        }
    }

    private static int await(Process process, Thread relay) {
        try {
            int code = process.waitFor();
            relay.join();
            return code;
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a step's process is running", e);
        }
    }
}
