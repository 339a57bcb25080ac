package org.reformatted.experiments.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.experiments.config.Roots;
import org.reformatted.realign.config.BoundConfig;
import org.reformatted.realign.config.ConfigBinder;
import org.reformatted.realign.pipeline.RealignConfig;

class MissingInputsTest {
    private static final String TWO_MODELS = """
        input: {path: rows.jsonl}
        classifier: {model: {endpoint: {name: m, baseUrl: "http://127.0.0.1:1/v1"}}}
        reformatter: {model: {endpoint: {name: m, baseUrl: "http://127.0.0.1:2/v1"}}}
        """;

    @TempDir
    Path folder;

    private List<String> problems(String yaml) {
        BoundConfig<RealignConfig> bound = ConfigBinder.bind("c.yaml", yaml, RealignConfig.class);
        return MissingInputs.problems(bound, bound.value(), new Roots(List.of(folder), List.of(folder)));
    }

    @Test
    void everyFileThatIsNotThereIsNamed() throws IOException {
        String config = "input: {path: rows.jsonl}\ncriteria: criteria.yaml\n";
        assertThat(problems(config)).hasSize(2);
        Files.writeString(folder.resolve("rows.jsonl"), "");
        assertThat(problems(config))
                .singleElement()
                .asString()
                .startsWith("c.yaml:2: criteria: ")
                .contains("criteria.yaml");
    }

    @Test
    void oneNameIsNotTheNameOfTwoServices() throws IOException {
        Files.writeString(folder.resolve("rows.jsonl"), "");
        assertThat(problems(TWO_MODELS))
                .singleElement()
                .asString()
                .contains("name (m) is also the name of the model of ")
                .endsWith("answers are stored by name, so give the two models different names");
        assertThat(problems(TWO_MODELS.replace(":2/", ":1/")))
                .as("one model that is asked twice")
                .isEmpty();
        assertThat(problems(TWO_MODELS.replace(
                        "name: m, baseUrl: \"http://127.0.0.1:2", "name: n, baseUrl: \"http://127.0.0.1:2")))
                .isEmpty();
    }

    @Test
    void anUnknownTemplateOfACheckpointIsNamed() throws IOException {
        Files.writeString(folder.resolve("rows.jsonl"), "");
        Files.createDirectories(folder.resolve("model"));
        String config = "input: {path: rows.jsonl}\nclassifier: {checkpoint: {path: model, template: nonesuch}}\n";
        assertThat(problems(config))
                .singleElement()
                .asString()
                .startsWith("c.yaml:2: ")
                .contains("nonesuch");
    }
}
