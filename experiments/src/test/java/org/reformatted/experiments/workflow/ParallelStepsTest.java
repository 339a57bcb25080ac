package org.reformatted.experiments.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.base.TextFiles;
import org.reformatted.realign.base.WaitingException;

/** Steps that run side by side: which do, which do not, and what becomes of them when one fails. */
class ParallelStepsTest {
    @TempDir
    Path folder;

    private final List<String> log = Collections.synchronizedList(new ArrayList<>());
    private final Set<String> atWork = Collections.synchronizedSet(new TreeSet<>());
    private final Set<Set<String>> together = Collections.synchronizedSet(new java.util.HashSet<>());

    /** A step that writes its name and what it needs; what it waits for shows that others run at the same time. */
    private final class Timed extends ToyStep {
        private final StepResources needs;
        private final List<String> devices = Collections.synchronizedList(new ArrayList<>());
        private CountDownLatch begun = new CountDownLatch(1);
        private CountDownLatch awaited = new CountDownLatch(0);
        private RuntimeException failure;

        Timed(String name, StepResources needs, Step... dependencies) {
            super(name, Map.of("name", name), Map.of(), dependencies);
            this.needs = needs;
        }

        @Override
        public StepResources needs() {
            return needs;
        }

        @Override
        public Map<String, ?> run(StepContext context) {
            atWork.add(name());
            together.add(Set.copyOf(atWork));
            begun.countDown();
            try {
                if (!awaited.await(20, TimeUnit.SECONDS)) {
                    throw new IllegalStateException(name() + " waited in vain: nothing ran beside it");
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            } finally {
                atWork.remove(name());
            }
            Map<String, ?> made = super.run(context);
            if (failure != null) {
                throw failure;
            }
            return made;
        }

        /** Makes each of two steps wait until the other has begun. */
        private void meets(Timed other) {
            awaited = other.begun;
            other.awaited = begun;
        }
    }

    private static final StepResources DEVICE = StepResources.of(true, Set.of(), Set.of());

    private Timed step(String name, StepResources needs, Step... dependencies) {
        return new Timed(name, needs, dependencies);
    }

    private Map<String, Path> run(Capacity capacity, Step... goals) {
        ArtifactStore store = new ArtifactStore(folder.resolve("runs"));
        Fingerprints fingerprints = new Fingerprints();
        Environment environment = new Environment(Map.of(), "unknown", Map.of());
        StepWork here = new LocalStepWork(store, fingerprints, environment, Clock.systemUTC());
        StepWork apart = (planned, artifacts, device, progress) -> {
            ((Timed) planned.step()).devices.add(device.orElseThrow());
            return here.run(planned, artifacts, device, progress);
        };
        return new StepRunner(store, capacity, here, apart)
                .run(Plan.of(List.of(goals), store, fingerprints), Progress.SILENT, log::add);
    }

    private static Capacity capacity(int jobs, String... devices) {
        return new Capacity(jobs, List.of(devices));
    }

    @Test
    void stepsThatDoNotNeedEachOtherRunSideBySideAndWhatBothNeedRunsOnce() {
        Timed data = step("data", StepResources.NOTHING);
        Timed left = step("left", StepResources.NOTHING, data);
        Timed right = step("right", StepResources.NOTHING, data);
        Timed report = step("report", StepResources.NOTHING, left, right);
        left.meets(right);
        Map<String, Path> made = run(capacity(3, "cpu"), report);
        assertThat(made).containsOnlyKeys("data", "left", "right", "report");
        assertThat(made.keySet()).containsExactly("data", "left", "right", "report");
        assertThat(data.runs).hasSize(1);
        assertThat(together).contains(Set.of("left", "right"));
        assertThat(TextFiles.readString(made.get("report").resolve("out")))
                .isEqualTo("{name=report}{name=left}{name=data}{name=right}{name=data}");
        assertThat(log.get(0)).startsWith("[1/4] data  done");
        assertThat(log.get(3)).startsWith("[4/4] report  done");
    }

    @Test
    void oneDeviceServesOneStepAtATimeWhileStepsWithoutADeviceGoOn() {
        Timed train = step("train", DEVICE);
        Timed train2 = step("train2", DEVICE);
        Timed judge = step("judge", StepResources.of(false, Set.of("gpt"), Set.of()));
        train.meets(judge);
        run(capacity(3, "cpu"), train, train2, judge);
        assertThat(together).contains(Set.of("train", "judge"));
        assertThat(together).noneMatch(some -> some.containsAll(Set.of("train", "train2")));
        assertThat(train.devices).as("one at a time, in this process").isEmpty();
    }

    @Test
    void stepsThatComputeSideBySideGetADeviceAndAProcessEach() {
        Timed one = step("one", DEVICE);
        Timed two = step("two", DEVICE);
        Timed three = step("three", DEVICE);
        one.meets(two);
        run(capacity(3, "gpu0", "gpu1"), one, two, three);
        assertThat(together).noneMatch(some -> some.size() > 2);
        assertThat(List.of(one.devices.get(0), two.devices.get(0))).containsExactly("gpu0", "gpu1");
        assertThat(three.devices).hasSize(1).isSubsetOf("gpu0", "gpu1");
    }

    @Test
    void recordNamesTheDeviceOfAStepThatComputed() {
        run(capacity(1, "gpu1"), step("one", DEVICE), step("two", StepResources.NOTHING));
        ArtifactStore store = new ArtifactStore(folder.resolve("runs"));
        assertThat(store.newest("one").orElseThrow().machine()).containsEntry(Environment.DEVICE, "gpu1");
        assertThat(store.newest("two").orElseThrow().machine()).doesNotContainKey(Environment.DEVICE);
    }

    @Test
    void aStepThatComputesAsksItsServiceAlone() {
        Timed mixed = step("mixed", StepResources.of(true, Set.of("gpt"), Set.of()));
        Timed judge = step("judge", StepResources.of(false, Set.of("gpt"), Set.of()));
        Timed other = step("other", StepResources.of(false, Set.of("claude"), Set.of()));
        mixed.meets(other);
        run(capacity(3, "cpu"), mixed, judge, other);
        assertThat(together).noneMatch(some -> some.containsAll(Set.of("mixed", "judge")));
    }

    @Test
    void batchesOfOneServiceAreNotAskedBesideOtherRequestsToIt() {
        Timed batches = step("batches", StepResources.of(false, Set.of("gpt"), Set.of("gpt")));
        Timed judge = step("judge", StepResources.of(false, Set.of("gpt"), Set.of()));
        run(capacity(2, "cpu"), batches, judge);
        assertThat(together).noneMatch(some -> some.size() > 1);
    }

    @Test
    void whenAStepFailsThoseBesideItEndAndNoOtherBeginsAndTheNextRunGoesOn() {
        Timed fails = step("fails", StepResources.NOTHING);
        Timed ends = step("ends", StepResources.NOTHING);
        Timed later = step("later", StepResources.NOTHING, ends);
        fails.meets(ends);
        fails.failure = new InputException("the disk is full");
        assertThatThrownBy(() -> run(capacity(2, "cpu"), fails, ends, later))
                .isInstanceOf(InputException.class)
                .hasMessage("the disk is full");
        assertThat(ends.runs).hasSize(1);
        assertThat(later.runs).isEmpty();
        assertThat(new ArtifactStore(folder.resolve("runs")).newest("ends")).isPresent();
        fails.failure = null;
        run(capacity(2, "cpu"), fails, ends, later);
        assertThat(List.of(fails.runs.size(), ends.runs.size(), later.runs.size()))
                .containsExactly(2, 1, 1);
    }

    @Test
    void ofSeveralFailuresTheFirstInTheOrderOfThePlanIsThrownAndTheOthersAreLogged() {
        Timed one = step("one", StepResources.NOTHING);
        Timed two = step("two", StepResources.NOTHING);
        one.meets(two);
        one.failure = new InputException("first");
        two.failure = new InputException("second");
        assertThatThrownBy(() -> run(capacity(2, "cpu"), one, two)).hasMessage("first");
        assertThat(log).contains("two: second");
    }

    @Test
    void aStepThatWaitsHoldsUpNoneBesideIt() {
        Timed waits = step("waits", StepResources.NOTHING);
        Timed needs = step("needs", StepResources.NOTHING, waits);
        Timed other = step("other", StepResources.NOTHING);
        waits.meets(other);
        waits.failure = new WaitingException("a folder");
        assertThatThrownBy(() -> run(capacity(2, "cpu"), needs, other))
                .isInstanceOf(WaitingException.class)
                .hasMessage("waits: a folder");
        assertThat(log).contains("[2/3] needs  depends on a step that waits");
        assertThat(other.runs).hasSize(1);
    }

    @Test
    void anErrorOfAStepEndsTheRun() {
        Timed one = step("one", StepResources.NOTHING);
        Step broken = new ToyStep("broken", Map.of(), Map.of()) {
            @Override
            public Map<String, ?> run(StepContext context) {
                throw new OutOfMemoryError("Java heap space");
            }
        };
        assertThatThrownBy(() -> run(capacity(2, "cpu"), one, broken)).isInstanceOf(OutOfMemoryError.class);
    }
}
