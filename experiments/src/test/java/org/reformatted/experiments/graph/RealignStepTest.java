package org.reformatted.experiments.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reformatted.experiments.config.Compute;
import org.reformatted.experiments.config.Roots;
import org.reformatted.experiments.workflow.Fingerprints;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.classify.ChatTaskClassifier;
import org.reformatted.realign.classify.LabelledQuery;
import org.reformatted.realign.config.ConfigBinder;
import org.reformatted.realign.criteria.CriteriaBook;
import org.reformatted.realign.pipeline.RealignConfig;
import org.reformatted.realign.reformat.RewritePrompts;

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
    void theFingerprintCoversBundledContentThatReplacesFiles() {
        assertThat(identity("")).contains(CriteriaBook.bundledHash());
        assertThat(identity("criteria: mine.yaml")).doesNotContain(CriteriaBook.bundledHash());
        assertThat(identity("classifier: tfidf\nreformatter: {model: {endpoint: {name: m}}}"))
                .contains(LabelledQuery.bundledHash(), RewritePrompts.bundledHash());
        assertThat(identity("classifier: {model: {endpoint: {name: m}}}")).contains(ChatTaskClassifier.promptsHash());
    }

    @ParameterizedTest
    @CsvSource({
        "'', ''",
        "'evidence: {web: {}}', evidence.jsonl",
        "'evidence: {web: {cleaning: upstream}}', evidence-upstream.jsonl"
    })
    void paidSearchesOfEachCleaningAreUsedAgain(String config, String kept) {
        Roots none = new Roots(List.of(), List.of());
        assertThat(new RealignStep("", config(config), none, new Compute("cpu", 1, 8)).reusable())
                .isEqualTo(kept.isEmpty() ? Set.of() : Set.of(kept));
    }

    private static String identity(String rest) {
        return Json.canonical(
                new RealignStep("", config(rest), new Roots(List.of(), List.of()), new Compute("cpu", 1, 8)).config());
    }

    private static RealignConfig config(String rest) {
        return ConfigBinder.bind("c", "input: {path: rows.jsonl}\n" + rest + "\n", RealignConfig.class)
                .value();
    }

    private String fingerprint(String rest) {
        Roots roots = new Roots(List.of(folder), List.of(folder));
        return new Fingerprints().of(new RealignStep("", config(rest), roots, new Compute("cpu", 1, 8)));
    }
}
