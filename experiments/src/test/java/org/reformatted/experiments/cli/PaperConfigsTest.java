package org.reformatted.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.eval.run.EvalConfig;
import org.reformatted.experiments.config.ArmConfig;
import org.reformatted.experiments.config.ArmData;
import org.reformatted.experiments.config.ExperimentConfig;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.config.ConfigBinder;

/** The configs of the paper's tables: each cell is named by one, and each runs in its small variant. */
class PaperConfigsTest {
    private static final Path CHECKOUT = Path.of(System.getProperty("project.root"));
    private static final Path FOLDER = CHECKOUT.resolve("experiments/configs/paper");

    /** What others extend: tasks or a recipe alone. */
    private static final Set<String> SHARED =
            Set.of("recipe.yaml", "general-alignment.yaml", "math.yaml", "factuality.yaml", "readability.yaml");

    private static final Map<String, List<String>> TASKS = Map.of(
            "general_alignment", List.of("alpaca-eval", "auto-j", "mt-bench", "vicuna-bench"),
            "math_reasoning", List.of("gsm8k", "math"),
            "factuality", List.of("factuality"),
            "readability", List.of("readability"));

    @TempDir
    Path folder;

    @Test
    void everyCellOfThePapersTablesIsNamedByAnArmAndATaskOfAConfig() throws IOException {
        Path file = Path.of(System.getProperty("shared.root")).resolve("paper/tables.json");
        assumeTrue(Files.exists(file), file + " is not on this machine: the test is skipped");
        JsonNode tables = Json.read(file, JsonNode.class);
        List<ExperimentConfig> configs = new ArrayList<>();
        for (Path config : experiments()) {
            configs.add(ConfigBinder.bind(config, ExperimentConfig.class).value());
        }
        int cells = 0;
        for (Map.Entry<String, List<String>> table : TASKS.entrySet()) {
            for (JsonNode row : tables.path(table.getKey()).path("rows")) {
                String model = row.path("model").asText("LLaMA-2-13B"); // readability has one model
                List<String> arms =
                        row.has("arm") ? List.of(row.path("arm").asText()) : List.of("original", "realigned");
                assertThat(configs)
                        .as(table.getKey() + " " + row)
                        .anyMatch(config -> config.report().repeats().isPresent()
                                && config.report().repeats().get().model().equals(model)
                                && config.report()
                                        .repeats()
                                        .get()
                                        .trainedOn()
                                        .equals(row.path("dataset").asText())
                                && config.arms().keySet().containsAll(arms)
                                && tasks(config).containsAll(table.getValue())
                                && config.finetune()
                                        .orElseThrow()
                                        .model()
                                        .folder()
                                        .orElse("")
                                        .toLowerCase(Locale.ROOT)
                                        .startsWith(model.startsWith("Mistral") ? "mistral-7b" : "llama-2-13b"));
                cells++;
            }
        }
        assertThat(cells).isEqualTo(12 + 8 + 6 + 6);
        ExperimentConfig shares = configs.stream()
                .filter(config -> config.name().equals("data-share"))
                .findFirst()
                .orElseThrow();
        Set<Double> percents = new TreeSet<>();
        tables.path("data_fraction")
                .path("rows")
                .forEach(row -> percents.add(row.get(0).asDouble()));
        assertThat(shares.arms().values().stream()
                        .map(PaperConfigsTest::percent)
                        .collect(Collectors.toSet()))
                .isEqualTo(percents);
        assertThat(tasks(shares)).contains("alpaca-eval", "auto-j", "mt-bench", "vicuna-bench", "mmlu", "bbh");
    }

    private static double percent(ArmConfig arm) {
        return arm instanceof ArmData.Realigned realigned ? Math.round(100 * realigned.share()) : 0;
    }

    private static List<String> tasks(ExperimentConfig config) {
        return config.evaluate().stream().map(EvalConfig::task).toList();
    }

    @Test
    void eachRunsInItsSmallVariant() throws Exception {
        try (HarnessProcess harness = HarnessProcess.start(Map.of())) {
            for (Path config : experiments()) {
                HarnessProcess.Said said = harness.call(
                        "run", config.toString(), "--variant", "small", "--runs", folder.toString(), "--threads", "1");
                assertThat(said.code()).as(config + "\n" + said.text()).isZero();
            }
            HarnessProcess.Said trained = harness.call(
                    "finetune",
                    FOLDER.resolve("classifier.yaml").toString(),
                    "--variant",
                    "small",
                    "--out",
                    folder.resolve("classifier").toString(),
                    "--threads",
                    "1");
            assertThat(trained.code()).as(trained.text()).isZero();
        }
        try (Stream<Path> runs = Files.list(folder)) {
            assertThat(runs.filter(Files::isDirectory).count())
                    .isEqualTo(experiments().size() + 1L);
        }
    }

    private static List<Path> experiments() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> !SHARED.contains(file.getFileName().toString()))
                    .filter(file -> !file.endsWith("classifier.yaml"))
                    .sorted()
                    .toList();
        }
    }
}
