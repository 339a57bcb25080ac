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
 * Runs the steps of a plan, side by side where there is room and they do not need each other; what is cached is not run again. What a step
 * makes does not depend on what runs beside it.
 */
public final class StepRunner {
    private final ArtifactStore store;
    private final Capacity capacity;
    private final StepWork here;
    private final StepWork computing;

    /**
     * Makes a runner.
     *
     * @param store where artifacts are kept
     * @param capacity what may run side by side
     * @param here runs a step in this process
     * @param apart runs a step that computes in a process of its own; not used where {@link Capacity#computesApart} says so
     */
    public StepRunner(ArtifactStore store, Capacity capacity, StepWork here, StepWork apart) {
        this.store = store;
        this.capacity = capacity;
        this.here = here;
        this.computing = capacity.computesApart() ? apart : here;
    }

    /**
     * Runs what is not cached. When a step fails, those that run beside it go on to their ends and no other begins.
     *
     * @param plan the steps, dependencies first
     * @param progress where steps report their progress
     * @param log receives one line for each step that is done
     * @return the artifact folder of each step, by name, in the order of the plan
     * @throws WaitingException when a step waits for another program, once all steps that do not need it are done
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

    /** How a step ended: with its artifact, or with a failure. */
    private record End(
            Begun begun,
            double seconds,
            @Nullable Path artifact,
            @Nullable Throwable failure) {}

    /** One run of a plan; all but the steps themselves happens on the thread that began it. */
    private final class Round implements AutoCloseable {
        private final Plan plan;
        private final Progress progress;
        private final Consumer<String> log;
        private final StepQueue queue;
        private final ExecutorService threads = Executors.newCachedThreadPool();
        /** The engine keeps settings a thread, so all steps that compute in this process do so on one. */
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
                queue.held().forEach(held -> log.accept(count(held) + "  needs a step that waits"));
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
                planned.reasons().forEach(reason -> log.accept(reason + "; " + name + " runs once more"));
            }
            Map<String, Path> needed = new HashMap<>();
            planned.step().dependencies().forEach(d -> needed.put(d.name(), artifacts.get(d.name())));
            if (capacity.jobs() == 1) {
                ends.add(work(begun, needed));
            } else {
                boolean apart = begun.device().isEmpty() || capacity.computesApart();
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
            } catch (Throwable e) { // an Error too ends the run, on the thread that began it
                failure = e;
            }
            return new End(begun, (System.nanoTime() - start) / 1e9, artifact, failure);
        }

        private End take() {
            try {
                return ends.take();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while steps are under way", e);
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
                    log.accept(
                            count(planned) + "  failed; the steps under way go on to their ends, and no other begins");
                }
            }
        }

        /** Throws the failure of the first step in the order of the plan, once those of the others are logged. */
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
