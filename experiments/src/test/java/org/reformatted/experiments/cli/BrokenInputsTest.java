package org.reformatted.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.TextFiles;
import picocli.CommandLine;

/** Each broken input ends in one sentence that names place, value, rule and remedy; 2 for usage and config, 1 for what fails later. */
class BrokenInputsTest {
    private static final Path STORIES = Path.of(System.getProperty("shared.root"), "models/stories260K");

    private static final String CONFIG = """
        name: broken
        realign:
          input: {path: rows.jsonl, format: gsm8k}
          category: math
        finetune:
          model: base
          template: plain
          length: {steps: 1}
          batch: {examples: 2}
          optimizer: {learningRate: 1.0e-3}
        evaluate:
          - {task: gsm8k, data: rows.jsonl}
        """;

    @TempDir
    Path folder;

    @BeforeEach
    void rows() throws IOException {
        write("rows.jsonl", "{\"question\": \"1 + 1?\", \"answer\": \"1+1=2.\\n#### 2\"}\n");
        Files.createDirectories(folder.resolve("base"));
    }

    @Test
    void unknownConfigKey() {
        config(c -> c.replace("template:", "tempalte:"))
                .ends(2, "c.yaml:7:", "finetune.tempalte is not a known key", "did you mean template?");
    }

    @Test
    void wrongType() {
        config(c -> c.replace("steps: 1", "steps: many"))
                .ends(2, "c.yaml:8: finetune.length.steps (many) must be a whole number");
    }

    @Test
    void negativeLearningRate() {
        config(c -> c.replace("1.0e-3", "-1.0e-3"))
                .ends(2, "c.yaml:10: finetune.optimizer.learningRate (-0.001) must be positive");
    }

    @Test
    void everyProblemAtOnce() {
        config(c -> c.replace("steps: 1", "steps: 0").replace("plain", "fancy").replace("gsm8k, data", "gsm9k, data"))
                .ends(
                        2,
                        "3 problems",
                        "steps (0) must be positive",
                        "template (fancy)",
                        "task (gsm9k) must be a YAML file or one of");
    }

    @Test
    void keyThatStandsTwice() {
        config(c -> c + "name: again\n").ends(2, "c.yaml:13: name is given twice; remove one of the two");
    }

    @Test
    void configThatIsNoYaml() {
        config(c -> c.replace("{steps: 1}", "{steps: 1")).ends(2, "c.yaml:", "not YAML", "check the indentation");
    }

    @Test
    void emptyConfig() {
        config(c -> "").ends(2, "c.yaml:1: the config is empty");
    }

    @Test
    void missingConfig() {
        run("validate", "nowhere.yaml").ends(2, "nowhere.yaml", "there is no such file");
    }

    @Test
    void missingDataFile() {
        config(c -> c.replace("path: rows.jsonl", "path: nowhere.jsonl"))
                .ends(2, "c.yaml:3: realign.input.path: nowhere.jsonl was found in none of", "--data DIR");
    }

    @Test
    void missingModel() {
        config(c -> c.replace("model: base", "model: nowhere"))
                .ends(2, "c.yaml:6: finetune.model: nowhere was found in none of", "--models DIR");
    }

    @Test
    void checkpointThatIsNotThereOrHasAnUnknownTemplate() {
        String config = "category: math\n  reformatter: {checkpoint: {path: nowhere, template: fancy}}";
        config(c -> c.replace("category: math", config))
                .ends(
                        2,
                        "c.yaml:5: realign.reformatter.model.checkpoint.path: nowhere was found in none of",
                        "--models DIR",
                        "c.yaml:5: realign.reformatter.model.checkpoint.template: checkpoint (nowhere): template"
                                + " (fancy) must be");
    }

    @Test
    void unknownFilter() {
        config(c -> c.replace("category: math", "category: math\n  filters: [lenght]"))
                .ends(2, "c.yaml:5:", "lenght", "length");
    }

    @Test
    void oneArmAlone() {
        config(c -> c + "arms: {original: original}\n").ends(2, "c.yaml:13: arms", "must be at least two");
    }

    @Test
    void unknownArmData() {
        config(c -> c + "armSeeds: {longer: [1]}\n").ends(2, "armSeeds (longer) must name arms: original, realigned");
        config(c -> c + "armSeeds: {realigned: [77]}\n").ends(2, "armSeeds.realigned ([77]) must be some of seeds");
        config(c -> c + "armSeeds: {original: [1]}\n").ends(2, "must not be the first arm");
        config(c -> c + "report: {expect: [{arm: x, against: original, is: ahead, because: so}]}\n")
                .ends(2, "report.expect (x) must name arms");
        config(c -> c + "report: {expect: [{arm: realigned, against: original, is: first, because: so}]}\n")
                .ends(2, "ahead", "not-ahead");
        config(c -> c
                        + "report: {expect: [{arm: realigned, against: original, is: ahead, policy: best,"
                        + " because: so}]}\n")
                .ends(2, "report.expect[0]", "best", "flexible-extract");
        config(c -> c + "report: {expect: [{arm: realigned, against: original, is: ahead, task: mmlu, because: so}]}\n")
                .ends(2, "report.expect[0]", "mmlu", "gsm8k");
        config(c -> c + "arms: {a: original, b: rewritten}\n")
                .ends(2, "c.yaml:13: arms.b (rewritten) is not known; expected", "original or ");
    }

    @Test
    void truncatedJsonLine() throws IOException {
        write("rows.jsonl", "{\"question\": \"1 + 1?\", \"answer\": \"2\\n#### 2\"}\n{\"question\": \"1 +");
        realign().ends(1, "rows.jsonl:2: this line is not valid JSON", "fix or remove the line");
    }

    @Test
    void rowWithoutItsAnswer() throws IOException {
        write("rows.jsonl", "{\"question\": \"1 + 1?\"}\n");
        realign().ends(1, "rows.jsonl:1", "answer");
    }

    @Test
    void fileWithoutRows() throws IOException {
        write("rows.jsonl", "\n");
        realign().ends(1, "rows.jsonl", "no rows");
    }

    @Test
    void categoryThatTheCriteriaLack() throws IOException {
        write("c.yaml", CONFIG.replace("category: math", "category: maths"));
        run(
                        "realign",
                        folder.resolve("c.yaml").toString(),
                        "--out",
                        folder.resolve("out").toString())
                .ends(1, "realign.category (maths) is not in the criteria");
    }

    @Test
    void realignWithoutAFolder() throws IOException {
        run("realign", write("c.yaml", CONFIG).toString()).ends(2, "--out DIR (or --dry-run) is missing");
    }

    @Test
    void realignWithoutAKey() throws IOException {
        Assumptions.assumeTrue(
                System.getenv("OPENAI_API_KEY") == null && System.getenv("OPENAI_BASE_URL") == null,
                "needs an environment without OPENAI_API_KEY and OPENAI_BASE_URL");
        Path config = write(
                "m.yaml",
                "input: {path: rows.jsonl}\ncategory: math\nreformatter: {model: {endpoint: {name: gpt-4}}}\n");
        run("realign", config.toString(), "--out", folder.resolve("out").toString())
                .ends(1, "OPENAI_API_KEY is not set", "set it");
        run("realign", config.toString(), "--dry-run").ends(0, "");
    }

    @Test
    void inspectWhatIsNoRealignedFolder() {
        run("realign", "inspect", folder.toString())
                .ends(1, "there is no summary.json", "harness realign CONFIG --out DIR");
        run("realign", "inspect", folder.toString(), "--rows", "0").ends(2, "--rows (0) must be positive");
    }

    @Test
    void predictionWithoutOutput() throws IOException {
        Path file = write("p.jsonl", "{\"output\": \"#### 2\", \"reference\": \"2\"}\n{\"reference\": \"2\"}\n");
        run("score", "gsm8k", "--predictions", file.toString()).ends(1, "p.jsonl:2: there is no field \"output\"");
    }

    @Test
    void referenceThatIsNoNumber() throws IOException {
        Path file = write("p.jsonl", "{\"output\": \"#### 2\", \"reference\": \"two\"}\n");
        run("score", "gsm8k", "--predictions", file.toString()).ends(1, "p.jsonl:1", "two");
    }

    @Test
    void unknownOption() {
        run("score", "gsm8k", "--prediction", "x").ends(2, "--prediction", "see --help");
    }

    @Test
    void negativeTemperature() {
        run("generate", "--model", folder.toString(), "--prompt", "x", "--temperature", "-1")
                .ends(2, "temperature (-1.0) must not be negative");
    }

    @Test
    void folderThatIsNoModel() {
        generate(folder.resolve("base")).ends(1, "config.json", "no such file");
    }

    @Test
    void safetensorsWithALyingHeader() {
        model(m -> bytes(m.resolve("model.safetensors"), all -> {
                    ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN).putLong(0, 1L << 40);
                    return all;
                }))
                .ends(1, "model.safetensors", "header");
    }

    @Test
    void safetensorsCutShort() {
        model(m -> bytes(m.resolve("model.safetensors"), all -> Arrays.copyOf(all, all.length - 1000)))
                .ends(1, "model.safetensors");
    }

    @Test
    void missingTensor() {
        model(m -> config(m, c -> c.put("num_hidden_layers", 6))).ends(1, "num_hidden_layers", "found 6", "5 layers");
    }

    @Test
    void tensorOfTheWrongShape() {
        model(m -> config(m, c -> c.put("intermediate_size", 176))).ends(1, "mlp", "176", "172");
    }

    @Test
    void tokenizerOfAnotherSize() {
        model(m -> copy(
                        Path.of(System.getProperty("shared.root"), "data/llama2/tokenizer.model"),
                        m.resolve("tokenizer.model")))
                .ends(1, "32000", "512");
    }

    @Test
    void unknownArchitecture() {
        model(m -> config(m, c -> c.putArray("architectures").add("GPT2LMHeadModel")))
                .ends(1, "GPT2LMHeadModel");
    }

    @Test
    void fieldThatWouldChangeTheResult() {
        model(m -> config(m, c -> c.put("attention_bias", true))).ends(1, "q_proj.bias is missing");
        model(m -> config(m, c -> c.put("hidden_act", "gelu"))).ends(1, "hidden_act");
    }

    private record Ended(int code, String err) {
        void ends(int expected, String... parts) {
            assertThat(err).contains(parts).doesNotContain("\tat ").doesNotContain("internal error");
            assertThat(code).isEqualTo(expected);
        }
    }

    private static Ended run(String... args) {
        StringWriter err = new StringWriter();
        CommandLine line = Harness.commandLine().setErr(new PrintWriter(err, true));
        return new Ended(line.execute(args), err.toString());
    }

    private Ended config(UnaryOperator<String> broken) {
        try {
            return run("validate", write("c.yaml", broken.apply(CONFIG)).toString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Ended realign() throws IOException {
        Path config = write("c.yaml", CONFIG);
        return run("realign", config.toString(), "--out", folder.resolve("out").toString());
    }

    private static Ended generate(Path model) {
        return run("generate", "--model", model.toString(), "--prompt", "x", "--max-new-tokens", "1");
    }

    private Ended model(Consumer<Path> breaking) {
        Assumptions.assumeTrue(Files.isDirectory(STORIES), "needs ../shared/models/stories260K, which is not here");
        Path copy = folder.resolve("model");
        try (Stream<Path> files = Files.list(STORIES)) {
            Files.createDirectories(copy);
            files.forEach(file -> copy(file, copy.resolve(file.getFileName())));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        breaking.accept(copy);
        return generate(copy);
    }

    private static void copy(Path from, Path to) {
        try {
            Files.write(to, Files.readAllBytes(from));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void bytes(Path file, UnaryOperator<byte[]> change) {
        try {
            Files.write(file, change.apply(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void config(Path model, Consumer<ObjectNode> change) {
        Path file = model.resolve("config.json");
        ObjectNode config = Json.read(file, ObjectNode.class);
        change.accept(config);
        TextFiles.writeAtomically(file, Json.pretty(config));
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
