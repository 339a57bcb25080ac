package org.reformatted.experiments.runs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.realign.base.FolderLock;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.TextFiles;

class RunStateTest {
    @TempDir
    Path folder;

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
