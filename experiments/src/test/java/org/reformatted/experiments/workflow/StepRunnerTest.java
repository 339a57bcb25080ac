package org.reformatted.experiments.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.experiments.workflow.Plan.State;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.base.TextFiles;
import org.reformatted.realign.base.WaitingException;

class StepRunnerTest {
    @TempDir
    Path folder;

    private ArtifactStore store;
    private Path input;
    private final List<String> log = new ArrayList<>();

    @BeforeEach
    void open() {
        store = new ArtifactStore(folder.resolve("runs"));
        input = folder.resolve("input.txt");
        TextFiles.writeAtomically(input, "hello");
    }

    @Test
    void secondRunDoesNothingAndSaysSo() {
        List<ToyStep> steps = graph(1, 1);
        run(steps);
        log.clear();
        Map<String, Path> again = run(steps);
        assertThat(steps).allSatisfy(step -> assertThat(step.runs).hasSize(1));
        assertThat(log).containsExactly("[1/3] data  cached", "[2/3] train  cached", "[3/3] other  cached");
        assertThat(again.get("train").resolve("artifact.json")).exists();
    }

    @Test
    void stepThatWaitsHoldsUpNoOtherAndSaysWhatItWaitsFor() {
        List<ToyStep> steps = graph(1, 1);
        steps.get(1).waits = true;
        assertThatThrownBy(() -> run(steps))
                .isInstanceOf(WaitingException.class)
                .hasMessage("train: waiting for a folder");
        assertThat(steps.get(2).runs).hasSize(1);
        Plan plan = Plan.of(steps, store, new Fingerprints());
        assertThat(plan.steps())
                .extracting(Plan.PlannedStep::state)
                .containsExactly(State.CACHED, State.WAITING, State.CACHED);
        assertThat(plan.steps().get(1).reasons()).containsExactly("waiting for a folder");
        steps.get(1).waits = false;
        run(steps);
        assertThat(states(steps)).containsOnly(State.CACHED);
    }

    @Test
    void changedFieldRunsAgainJustWhatDependsOnItAndPlanNamesTheField() {
        run(graph(1, 1));
        List<ToyStep> changed = graph(1, 2);
        Plan plan = Plan.of(changed, store, new Fingerprints());
        assertThat(plan.steps())
                .extracting(Plan.PlannedStep::state)
                .containsExactly(State.CACHED, State.STALE, State.CACHED);
        assertThat(plan.steps().get(1).reasons()).containsExactly("rate: 1 -> 2");
        run(changed);
        assertThat(changed.get(0).runs).isEmpty();
        assertThat(changed.get(1).runs).hasSize(1);
        List<ToyStep> upstream = graph(5, 2);
        assertThat(Plan.of(upstream, store, new Fingerprints()).steps().get(1).reasons())
                .containsExactly("step data changed");
    }

    @Test
    void changedInputFileMakesTheStepStaleButAnotherPlaceDoesNot() {
        run(graph(1, 1));
        Path elsewhere = folder.resolve("elsewhere.txt");
        TextFiles.writeAtomically(elsewhere, "hello");
        input = elsewhere;
        assertThat(states(graph(1, 1))).containsOnly(State.CACHED);
        TextFiles.writeAtomically(elsewhere, "bye");
        assertThat(states(graph(1, 1))).containsExactly(State.STALE, State.STALE, State.STALE);
        assertThat(Plan.of(graph(1, 1), store, new Fingerprints())
                        .steps()
                        .get(0)
                        .reasons())
                .containsExactly("input text changed");
    }

    @Test
    void planSaysThatStepsOfAnOlderFingerprintVersionAreRedoneOnce() throws Exception {
        Path train = run(graph(1, 1)).get("train");
        Path older = Files.move(train, train.resolveSibling("train-00000000")).resolve(ArtifactRecord.FILE);
        TextFiles.writeAtomically(older, TextFiles.readString(older).replace("\"fingerprints\"", "\"other\""));
        assertThat(Plan.of(graph(1, 1), store, new Fingerprints())
                        .steps()
                        .get(1)
                        .reasons())
                .containsExactly("fingerprints are computed differently: version 1 -> 2; the step runs again once");
    }

    @Test
    void interruptedStepGoesOnAndEndsAsAnUndisturbedOne() {
        List<ToyStep> steps = graph(1, 1);
        steps.get(1).dies = true;
        assertThatThrownBy(() -> run(steps)).hasMessageContaining("plug");
        assertThat(states(steps)).containsExactly(State.CACHED, State.UNFINISHED, State.NEW);
        assertThat(store.newest("train")).isEmpty();
        steps.get(1).dies = false;
        Map<String, Path> resumed = run(steps);
        assertThat(steps.get(0).runs).containsExactly("fresh");
        assertThat(steps.get(1).runs).containsExactly("fresh", "resumed");
        store = new ArtifactStore(folder.resolve("undisturbed"));
        Map<String, Path> undisturbed = run(graph(1, 1));
        assertThat(resumed.get("train").resolve("out"))
                .hasSameTextualContentAs(undisturbed.get("train").resolve("out"));
        assertThat(resumed.get("train").getFileName())
                .isEqualTo(undisturbed.get("train").getFileName());
    }

    @Test
    void whatTheEnvironmentLacksIsToldBeforeTheFirstStepAndOnlyOfStepsThatRun() {
        List<ToyStep> steps = graph(1, 1);
        steps.get(2).lacksKey = true;
        assertThatThrownBy(() -> run(steps)).hasMessage("the key is missing");
        assertThat(steps).allSatisfy(step -> assertThat(step.runs).isEmpty());
        run(graph(1, 1));
        run(steps);
        assertThat(log).contains("[3/3] other  cached");
    }

    @Test
    void keyOrderNeverChangesAFingerprint() {
        Map<String, Object> forward = new LinkedHashMap<>();
        forward.put("a", 1);
        forward.put("b", Map.of("c", 2));
        Map<String, Object> backward = new LinkedHashMap<>();
        backward.put("b", Map.of("c", 2));
        backward.put("a", 1);
        assertThat(new Fingerprints().of(new ToyStep("s", forward, Map.of())))
                .isEqualTo(new Fingerprints().of(new ToyStep("s", backward, Map.of())))
                .isNotEqualTo(new Fingerprints().of(new ToyStep("s", Map.of("a", 1), Map.of())));
    }

    @Test
    void recordTellsTheHashOfEveryFile() {
        Path train = run(graph(1, 1)).get("train");
        ArtifactRecord record = store.newest("train").orElseThrow();
        assertThat(record.files()).containsOnlyKeys("half", "out");
        assertThat(record.dependencies()).containsOnlyKeys("data");
        assertThat(record.result()).containsEntry("length", Files.exists(train) ? 19 : 0);
    }

    @Test
    void secondRunOfTheSameExperimentIsKeptOut() throws Exception {
        try (AutoCloseable lock = store.lock()) {
            assertThat(lock).isNotNull();
            assertThatThrownBy(() -> store.lock())
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("--runs");
        }
        store.lock().close();
    }

    private List<ToyStep> graph(int dataVersion, int rate) {
        ToyStep data = new ToyStep("data", Map.of("version", dataVersion), Map.of("text", input));
        ToyStep train = new ToyStep("train", Map.of("rate", rate), Map.of(), data);
        ToyStep other = new ToyStep("other", Map.of(), Map.of(), data);
        return List.of(data, train, other);
    }

    private List<State> states(List<ToyStep> steps) {
        return Plan.of(steps, store, new Fingerprints()).steps().stream()
                .map(Plan.PlannedStep::state)
                .toList();
    }

    private Map<String, Path> run(List<ToyStep> steps) {
        Fingerprints fingerprints = new Fingerprints();
        Environment environment = new Environment(Map.of(), "unknown", Map.of());
        return runner(store, fingerprints, environment)
                .run(Plan.of(steps, store, fingerprints), Progress.SILENT, log::add);
    }

    private static StepRunner runner(ArtifactStore store, Fingerprints fingerprints, Environment environment) {
        StepWork here = new LocalStepWork(store, fingerprints, environment, Clock.systemUTC());
        return new StepRunner(store, Capacity.one("cpu"), here, here);
    }
}
