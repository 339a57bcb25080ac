package org.reformatted.experiments.workflow;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reformatted.experiments.workflow.Plan.PlannedStep;
import org.reformatted.experiments.workflow.Plan.State;
import org.reformatted.experiments.workflow.StepQueue.Begun;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.base.TextFiles;
import org.reformatted.realign.base.WaitingException;

/**
 * Runs the steps of a plan. Steps that do not depend on each other run at the same time if the resources allow it. Cached steps are not run again.
 * The result of a step does not depend on other steps that run at the same time.
 */
public final class StepRunner {
    private final ArtifactStore store;
    private final Capacity capacity;
    private final StepWork here;
    private final StepWork computing;

    /**
     * Creates a runner.
     *
     * @param store where artifacts are kept
     * @param capacity the number of steps that may run at the same time, and their devices
     * @param here runs a step in this process
     * @param apart runs a computing step in a separate process; used only if {@link Capacity#usesSeparateProcesses} returns true
     */
    public StepRunner(ArtifactStore store, Capacity capacity, StepWork here, StepWork apart) {
        this.store = store;
        this.capacity = capacity;
        this.here = here;
        this.computing = capacity.usesSeparateProcesses() ? apart : here;
    }

    /**
     * Runs the steps that are not cached. When a step fails, running steps are completed and no other step starts.
     *
     * @param plan the steps, dependencies first
     * @param progress receives the progress of the steps
     * @param log receives one line for each step that is done
     * @return the artifact folder of each step, by name, in the order of the plan
     * @throws WaitingException if a step waits for another program; thrown after all steps that do not need it are done
     */
    public Map<String, Path> run(Plan plan, Progress progress, Consumer<String> log) {
        plan.steps().stream()
                .filter(planned -> planned.state() != State.CACHED)
                .forEach(planned -> planned.step().requireReady());
        if (plan.steps().stream().anyMatch(planned -> planned.state() != State.CACHED)) {
            store.collectAnswers();
        }
        try (Round round = new Round(plan, progress, log)) {
            round.run();
            return round.artifacts();
        }
    }

    /** The end of a step: its artifact, or its failure. */
    private record End(
            Begun begun,
            double seconds,
            @Nullable Path artifact,
            @Nullable Throwable failure) {}

    /** One run of a plan. Everything except the steps runs on the thread that started the run. */
    private final class Round implements AutoCloseable {
        private final Plan plan;
        private final Progress progress;
        private final Consumer<String> log;
        private final StepQueue queue;
        private final ExecutorService threads = Executors.newCachedThreadPool();
        /** The engine has settings per thread, so all steps that compute in this process run on one thread. */
        private final ExecutorService engine = Executors.newSingleThreadExecutor();

        private final BlockingQueue<End> ends = new LinkedBlockingQueue<>();
        private final Map<String, Path> artifacts = new HashMap<>();
        private final Map<String, String> awaited = new HashMap<>();
        private final Map<String, Throwable> failures = new HashMap<>();

        Round(Plan plan, Progress progress, Consumer<String> log) {
            this.plan = plan;
            this.progress = progress;
            this.log = log;
            this.queue = new StepQueue(plan, capacity);
        }

        void run() {
            boolean left = true;
            while (left) {
                queue.held().forEach(held -> log.accept(count(held) + "  depends on a step that waits"));
                Optional<Begun> next = queue.next();
                next.ifPresent(this::begin);
                if (next.isEmpty() && queue.running() > 0) {
                    ended(take());
                } else {
                    left = next.isPresent();
                }
            }
            throwFailures();
            if (!awaited.isEmpty()) {
                throw new WaitingException(String.join("\n", inOrder(awaited).values()));
            }
        }

        private void begin(Begun begun) {
            PlannedStep planned = begun.planned();
            String name = planned.step().name();
            if (planned.state() == State.CACHED) {
                log.accept(count(planned) + "  cached");
                planned.reasons().forEach(log);
                artifacts.put(name, store.folder(name, planned.fingerprint()));
                queue.done(begun);
                return;
            }
            if (planned.state() == State.DAMAGED) {
                planned.reasons().forEach(reason -> log.accept(reason + "; " + name + " runs again"));
            }
            Map<String, Path> needed = new HashMap<>();
            planned.step().dependencies().forEach(d -> needed.put(d.name(), artifacts.get(d.name())));
            if (capacity.jobs() == 1) {
                ends.add(work(begun, needed));
            } else {
                boolean apart = begun.device().isEmpty() || capacity.usesSeparateProcesses();
                (apart ? threads : engine).execute(() -> ends.add(work(begun, needed)));
            }
        }

        private End work(Begun begun, Map<String, Path> needed) {
            long start = System.nanoTime();
            String name = begun.planned().step().name();
            Progress named = capacity.jobs() == 1
                    ? progress
                    : (what, total) -> progress.start(what.startsWith(name) ? what : name + ": " + what, total);
            Path artifact = null;
            Throwable failure = null;
            try {
                artifact = (begun.device().isPresent() ? computing : here)
                        .run(begun.planned(), needed, begun.device(), named);
            } catch (Throwable e) { // an Error also ends the run, on the thread that started it
                failure = e;
            }
            return new End(begun, (System.nanoTime() - start) / 1e9, artifact, failure);
        }

        private End take() {
            try {
                return ends.take();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while steps are running", e);
            }
        }

        private void ended(End end) {
            PlannedStep planned = end.begun.planned();
            String name = planned.step().name();
            if (end.artifact != null) {
                artifacts.put(name, end.artifact);
                log.accept(count(planned) + String.format(Locale.ROOT, "  done in %.1f s", end.seconds));
                queue.done(end.begun);
            } else if (end.failure instanceof WaitingException e) {
                Path partial = store.partial(name, planned.fingerprint());
                TextFiles.writeAtomically(partial.resolve(ArtifactStore.WAITING), e.getMessage() + "\n");
                log.accept(count(planned) + "  waits");
                awaited.put(name, name + ": " + e.getMessage());
                queue.waits(end.begun);
            } else {
                failures.put(name, Objects.requireNonNull(end.failure, "a step ends with an artifact or a failure"));
                queue.failed(end.begun);
                if (queue.running() > 0) {
                    log.accept(count(planned) + "  failed; running steps are completed, and no other step starts");
                }
            }
        }

        /** Throws the failure of the first step in the order of the plan, after logging the failures of the others. */
        private void throwFailures() {
            List<Map.Entry<String, Throwable>> failed =
                    List.copyOf(inOrder(failures).entrySet());
            for (int i = 1; i < failed.size(); i++) {
                log.accept(
                        failed.get(i).getKey() + ": " + failed.get(i).getValue().getMessage());
            }
            if (!failed.isEmpty()) {
                Throwable first = failed.get(0).getValue();
                if (first instanceof Error error) {
                    throw error;
                }
                throw first instanceof RuntimeException e ? e : new IllegalStateException(first);
            }
        }

        Map<String, Path> artifacts() {
            return inOrder(artifacts);
        }

        private <T> Map<String, T> inOrder(Map<String, T> some) {
            Map<String, T> ordered = new LinkedHashMap<>();
            for (PlannedStep planned : plan.steps()) {
                T value = some.get(planned.step().name());
                if (value != null) {
                    ordered.put(planned.step().name(), value);
                }
            }
            return ordered;
        }

        private String count(PlannedStep planned) {
            return "[" + (plan.steps().indexOf(planned) + 1) + "/"
                    + plan.steps().size() + "] " + planned.step().name();
        }

        @Override
        public void close() {
            threads.shutdownNow();
            engine.shutdownNow();
        }
    }
}
