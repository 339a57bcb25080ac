package org.reformatted.experiments.steps;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reformatted.experiments.config.Compute;
import org.reformatted.experiments.config.Roots;
import org.reformatted.experiments.step.Fingerprints;
import org.reformatted.realign.config.ConfigBinder;
import org.reformatted.realign.pipeline.RealignConfig;

class RealignStepTest {
    @TempDir
    Path folder;

    @BeforeEach
    void files() throws IOException {
        Files.writeString(folder.resolve("rows.jsonl"), "{}");
        Files.createDirectories(folder.resolve("mine"));
        Files.writeString(folder.resolve("mine/model.safetensors"), "weights");
    }

    @ParameterizedTest
    @ValueSource(strings = {"classifier", "reformatter"})
    void theFingerprintCoversWhatACheckpointHolds(String who) throws IOException {
        String config = who + ": {checkpoint: {path: mine}}";
        String before = fingerprint(config);
        assertThat(fingerprint(config)).isEqualTo(before);
        Files.writeString(folder.resolve("mine/model.safetensors"), "others");
        assertThat(fingerprint(config)).isNotEqualTo(before);
    }

    @Test
    void theFingerprintLeavesOutWhereARewriterLies() throws IOException {
        String before = fingerprint("reformatter: {checkpoint: {path: mine}}");
        Files.move(folder.resolve("mine"), folder.resolve("yours"));
        assertThat(fingerprint("reformatter: {checkpoint: {path: yours}}")).isEqualTo(before);
        assertThat(fingerprint("reformatter: {checkpoint: {path: yours}, asks: 2}"))
                .isNotEqualTo(before);
        assertThat(fingerprint("reformatter: {checkpoint: {path: yours, template: plain}}"))
                .isNotEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "classifier: {checkpoint: {path: %s}}",
                "classifier: {saved: {path: %s/file}}",
                "classifier: {tfidf: {queries: %s/file}}",
                "evidence: {lucene: {corpus: %s/file}}",
                "reformatter: {model: {endpoint: {name: m}, prompt: %s/file}}"
            })
    void theFingerprintLeavesOutWhereFilesLie(String config) throws IOException {
        Files.writeString(folder.resolve("mine/file"), "text");
        String before = fingerprint(config.formatted("mine"));
        Files.move(folder.resolve("mine"), folder.resolve("yours"));
        assertThat(fingerprint(config.formatted("yours"))).isEqualTo(before);
        Files.writeString(folder.resolve("yours/file"), "another");
        assertThat(fingerprint(config.formatted("yours"))).isNotEqualTo(before);
    }

    @Test
    void theFingerprintCoversWhatTheProgramBringsInPlaceOfFiles() {
        assertThat(bundled("")).containsOnlyKeys("criteria");
        assertThat(bundled("criteria: mine.yaml")).isEmpty();
        assertThat(bundled("classifier: tfidf\nreformatter: {model: {endpoint: {name: m}}}"))
                .containsOnlyKeys("criteria", "queries", "rewriting");
        assertThat(bundled("classifier: {model: {endpoint: {name: m}}}")).containsOnlyKeys("classifying", "criteria");
        assertThat(new RealignStep(config(""), new Roots(List.of(), List.of()), new Compute("cpu", 1, 8)).config())
                .asString()
                .contains(bundled("").get("criteria"));
    }

    private static Map<String, String> bundled(String rest) {
        return config(rest).bundled();
    }

    private static RealignConfig config(String rest) {
        return ConfigBinder.bind("c", "input: {path: rows.jsonl}\n" + rest + "\n", RealignConfig.class)
                .value();
    }

    private String fingerprint(String rest) {
        Roots roots = new Roots(List.of(folder), List.of(folder));
        return new Fingerprints().of(new RealignStep(config(rest), roots, new Compute("cpu", 1, 8)));
    }
}
