package org.reformatted.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.TextFiles;
import org.reformatted.realign.config.ConfigDocs;
import org.reformatted.realign.config.ConfigReference;
import org.reformatted.realign.config.ConfigSchema;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class ConfigReferenceCommandTest {
    private static final Path CHECKOUT = Path.of(System.getProperty("project.root"));
    private static final ConfigDocs DOCS = new ConfigDocs(CHECKOUT);

    @Test
    void theReferenceIsCurrent() {
        requireCurrent(ConfigReferenceCommand.REFERENCE, ConfigReference.of(ConfigReferenceCommand.ROOTS, DOCS));
    }

    @Test
    void theSchemaIsCurrent() {
        requireCurrent(ConfigReferenceCommand.SCHEMA, ConfigSchema.of(ConfigReferenceCommand.ROOTS, DOCS));
    }

    /** Shows the lines that differ alone: the files are long. */
    private static void requireCurrent(String file, String generated) {
        List<String> shipped = TextFiles.readString(CHECKOUT.resolve("docs").resolve(file))
                .lines()
                .toList();
        List<String> missing =
                generated.lines().filter(line -> !shipped.contains(line)).toList();
        assertThat(missing)
                .as("lines missing in docs/" + file + ": run scripts/harness config-reference")
                .isEmpty();
        assertThat(shipped.size())
                .as("lines of docs/" + file + ": run scripts/harness config-reference")
                .isEqualTo((int) generated.lines().count());
    }

    static List<Path> shipped() throws IOException {
        try (Stream<Path> files = Files.walk(CHECKOUT.resolve("experiments/configs"))) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void shippedConfigsFollowTheSchema(Path config) {
        assertThat(problems(TextFiles.readString(config))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "length: {steps: 2}",
                "length: {steps: 2, epochs: 3}",
                "model: {preset: llama2-7b, init: fancy}",
                "template: fancy",
                "maxLength: long",
                "unknown: 1"
            })
    void theSchemaRefusesWhatTheProgramRefuses(String line) {
        String config = "model: base\nlength: {steps: 2}\nbatch: {examples: 4}\noptimizer: {learningRate: 0.001}\n";
        assertThat(problems(config)).isEmpty();
        String key = line.substring(0, line.indexOf(':') + 1);
        String wrong =
                config.lines().filter(old -> !old.startsWith(key)).reduce("", (all, one) -> all + one + "\n") + line;
        assertThat(problems(line.equals("length: {steps: 2}") ? line : wrong)).isNotEmpty();
    }

    private static Set<ValidationMessage> problems(String yaml) {
        JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(TextFiles.readString(CHECKOUT.resolve("docs/" + ConfigReferenceCommand.SCHEMA)));
        Object config = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
        return schema.validate(Json.MAPPER.valueToTree(config));
    }
}
