package org.reformatted.experiments.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.experiments.workflow.ArtifactRecord;
import org.reformatted.experiments.workflow.ArtifactStore;
import org.reformatted.realign.base.FolderLock;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.Sha256;
import org.reformatted.realign.base.TextFiles;

class RunsTest {
    @TempDir
    Path folder;

    private ArtifactStore store;

    @BeforeEach
    void makeRun() {
        store = new ArtifactStore(folder.resolve("runs/toy"));
        artifact("train-a", "1", Map.of(), Map.of("rate", 1));
        artifact("report", "1", Map.of("train-a", print("train-a", "1")), Map.of());
    }

    private static String print(String step, String version) {
        return Sha256.of(step + version);
    }

    private Path artifact(String step, String version, Map<String, String> dependencies, Map<String, ?> config) {
        Path partial = store.partial(step, print(step, version));
        TextFiles.writeAtomically(partial.resolve("result/text.txt"), step + version);
        return store.publish(new ArtifactRecord(
                step,
                print(step, version),
                1,
                config,
                Map.of("data", new ArtifactRecord.Input("x", Sha256.of("data" + version))),
                dependencies,
                Map.of("java", "17"),
                "abc" + version,
                Map.of(),
                "2026-01-0" + version + "T00:00:00Z",
                1.5,
                Map.of("score", Integer.parseInt(version)),
                Map.of()));
    }

    private RunFolder run() {
        return RunFolder.find("toy", folder.resolve("runs"));
    }

    @Test
    void listsStateStepsSizeDateAndCommit() {
        assertThat(RunListing.lines(folder.resolve("runs"))).hasSize(2);
        assertThat(RunListing.lines(folder.resolve("runs")).get(1))
                .matches("toy +finished +2 +\\d+\\.\\d kB +2026-01-01T00:00:00 +abc1");
        TextFiles.writeAtomically(folder.resolve("runs/toy/train-b-00000000.partial/x"), "x");
        assertThat(RunListing.lines(folder.resolve("runs")).get(1)).contains("unfinished");
        assertThatThrownBy(() -> RunFolder.find("none", folder.resolve("runs")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("harness runs");
    }

    @Test
    void cleansWhatNoReportRefersToAndOnlyThat() {
        Path stale = artifact("train-a", "2", Map.of(), Map.of("rate", 2));
        TextFiles.writeAtomically(folder.resolve("runs/toy/train-b-00000000.partial/x"), "x");
        RunCleaning cleaning = RunCleaning.of(run(), false);
        assertThat(cleaning.folders())
                .containsExactlyInAnyOrder(String.valueOf(stale.getFileName()), "train-b-00000000.partial");
        assertThat(cleaning.lines()).last().asString().startsWith("toy: 2 folders, ");
        assertThat(stale).exists();
        cleaning.delete();
        assertThat(stale).doesNotExist();
        assertThat(run().records()).hasSize(2);
        assertThat(RunCleaning.of(run(), false).folders()).isEmpty();
    }

    @Test
    void earlierReportsGoOnlyWhenAsked() {
        artifact("train-a", "2", Map.of(), Map.of("rate", 2));
        artifact("report", "2", Map.of("train-a", print("train-a", "2")), Map.of());
        assertThat(RunCleaning.of(run(), false).folders()).isEmpty();
        assertThat(RunCleaning.of(run(), true).folders())
                .containsExactlyInAnyOrder(
                        ArtifactStore.name("report", print("report", "1")),
                        ArtifactStore.name("train-a", print("train-a", "1")));
    }

    @Test
    void anExperimentWithoutAReportKeepsEverything() {
        store = new ArtifactStore(folder.resolve("runs/young"));
        artifact("train-a", "1", Map.of(), Map.of());
        assertThat(RunCleaning.of(RunFolder.find("young", folder.resolve("runs")), true)
                        .folders())
                .isEmpty();
    }

    @Test
    void namesWhatTwoExperimentsDifferIn() {
        RunFolder first = run();
        store = new ArtifactStore(folder.resolve("runs/other"));
        artifact("train-a", "2", Map.of(), Map.of("rate", 2));
        artifact("train-b", "2", Map.of(), Map.of());
        artifact("report", "2", Map.of("train-a", print("train-a", "2"), "train-b", print("train-b", "2")), Map.of());
        RunFolder second = RunFolder.find("other", folder.resolve("runs"));
        assertThat(RunDiff.lines(first, second))
                .anyMatch(line -> line.startsWith("train-a: config rate: 1 -> 2"))
                .anyMatch(
                        line -> line.contains("data data: " + Sha256.of("data1").substring(0, 12)))
                .anyMatch(line -> line.contains("code commit: abc1 -> abc2"))
                .anyMatch(line -> line.contains("result score: 1 -> 2"))
                .contains("train-b: only in other");
        assertThat(RunDiff.lines(first, first)).containsExactly("no difference in 2 steps");
    }

    @Test
    void anExportedExperimentIsTheSameElsewhere() {
        Path archive = folder.resolve("toy.zip");
        assertThat(RunArchive.write(run(), archive)).isEqualTo(2);
        RunFolder imported =
                RunArchive.read(archive, folder.resolve("elsewhere")).run();
        assertThat(imported.records()).isEqualTo(run().records());
        assertThat(imported.root().resolve(ArtifactStore.name("train-a", print("train-a", "1")) + "/result/text.txt"))
                .hasContent("train-a1");
        ArtifactStore.delete(imported.root().resolve(ArtifactStore.name("report", print("report", "1"))));
        RunArchive.Imported again = RunArchive.read(archive, folder.resolve("elsewhere"));
        assertThat(again.run().records()).hasSize(2);
        assertThat(again.added()).containsExactly(ArtifactStore.name("report", print("report", "1")));
        assertThat(again.present()).isEqualTo(1);
        TextFiles.writeAtomically(
                imported.root().resolve(ArtifactStore.name("train-a", print("train-a", "1")) + "/result/text.txt"),
                "x");
        assertThatThrownBy(() -> RunArchive.read(archive, folder.resolve("elsewhere")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("this artifact was here before");
        assertThat(folder.resolve("elsewhere").toFile().list()).containsExactly("toy");
    }

    @Test
    void aDamagedOrForeignArchiveAddsNothing() throws Exception {
        Path archive = folder.resolve("toy.zip");
        RunArchive.write(run(), archive);
        for (String evil :
                List.of("../outside.txt", "toy/../../outside.txt", "toy/notes.txt", "toy/train-a-00000000/x")) {
            Path bad = folder.resolve("bad.zip");
            try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(bad))) {
                zip.putNextEntry(new ZipEntry(evil));
                zip.write('x');
                zip.closeEntry();
            }
            assertThatThrownBy(() -> RunArchive.read(bad, folder.resolve("elsewhere")))
                    .as(evil)
                    .isInstanceOf(InputException.class);
        }
        Path text = folder.resolve("text.zip");
        Files.writeString(text, "no archive");
        assertThatThrownBy(() -> RunArchive.read(text, folder.resolve("elsewhere")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("harness export");
        byte[] whole = Files.readAllBytes(archive);
        Files.write(text, Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(() -> RunArchive.read(text, folder.resolve("elsewhere")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("the archive is damaged");
        assertThatThrownBy(() -> RunArchive.read(folder.resolve("none.zip"), folder.resolve("elsewhere")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("none.zip")
                .hasMessageNotContaining("damaged");
        assertThat(folder.resolve("elsewhere").toFile().list()).isEmpty();
        assertThat(folder.resolve("outside.txt")).doesNotExist();
    }

    @Test
    void aDamagedExperimentIsNotExported() {
        TextFiles.writeAtomically(
                run().root().resolve(ArtifactStore.name("train-a", print("train-a", "1")) + "/result/text.txt"),
                "other");
        assertThatThrownBy(() -> RunArchive.write(run(), folder.resolve("toy.zip")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("text.txt");
        assertThat(folder.resolve("toy.zip")).doesNotExist();
    }

    @Test
    void showsHowFarARunIs() throws Exception {
        Path root = folder.resolve("runs/toy");
        String running = "evaluate-a-seed1-gsm8k-01234567";
        RunState.plan(root, List.of("finetune-a-01234567", running, "report-01234567"));
        TextFiles.writeAtomically(
                root.resolve("finetune-a-01234567.partial/metrics.jsonl"),
                "{\"step\":0,\"loss\":3.5}\n{\"step\":1,\"loss\":2.5}\n{\"step\":2,\"lo");
        TextFiles.writeAtomically(root.resolve(running + ".partial/predictions.jsonl"), """
            {"id":"1","output":"#### 4","reference":"4"}
            {"id":"2","output":"#### 5","reference":"4"}
            {"id\
            """);
        assertThat(RunState.read(root).steps())
                .extracting(RunState.StepState::state)
                .containsExactly("interrupted", "interrupted", "waiting");
        TextFiles.writeAtomically(root.resolve("finetune-a-01234567.partial/waiting.txt"), "for trl\n");
        assertThat(RunState.read(root).steps().get(0).state()).isEqualTo("handed over");
        assertThat(RunState.read(root).steps().get(0).progress()).isEqualTo("for trl");
        Files.delete(root.resolve("finetune-a-01234567.partial/waiting.txt"));
        TextFiles.writeAtomically(
                root.resolve(".lock"), "process 999999999 on elsewhere, started 2026-01-01T00:00:00Z\n");
        Files.setLastModifiedTime(root.resolve(".lock"), FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
        assertThat(RunState.read(root).steps().get(0).state())
                .as("of a process on another machine")
                .isEqualTo("running");
        Files.delete(root.resolve(".lock"));
        Files.setLastModifiedTime(
                root.resolve(running + ".partial"), FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
        try (FolderLock lock = FolderLock.ofFolder(root);
                RunServer server = RunServer.start(root, 0)) {
            TextFiles.writeAtomically(root.resolve("finetune-a-01234567.partial/more"), "x");
            HttpClient client = HttpClient.newHttpClient();
            HttpResponse<String> page = client.send(
                    HttpRequest.newBuilder(URI.create(server.address())).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(page.body()).contains("<title>a run</title>");
            assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                    .contains("script-src 'sha256-");
            JsonNode state = Json.MAPPER.readTree(client.send(
                            HttpRequest.newBuilder(URI.create(server.address() + "state"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body());
            assertThat(state.path("steps").findValuesAsText("state"))
                    .containsExactly("running", "interrupted", "waiting");
            assertThat(state.path("steps").get(0).path("losses")).hasSize(2);
            assertThat(state.path("steps").get(0).path("progress").asText()).isEqualTo("step 1");
            assertThat(state.path("steps").get(1).path("progress").asText()).isEqualTo("2 answers");
            assertThat(state.path("steps")
                            .get(1)
                            .path("scores")
                            .path("strict-match")
                            .asDouble())
                    .isEqualTo(50);
            assertThat(client.send(
                                    HttpRequest.newBuilder(URI.create(server.address() + "x"))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(404);
        }
    }
}
