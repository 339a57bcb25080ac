package org.reformatted.finetune.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reformatted.finetune.batch.TokenizedExample;
import org.reformatted.finetune.train.SftRun;
import org.reformatted.finetune.train.SftRuntime;
import org.reformatted.finetune.train.SftSummary;
import org.reformatted.finetune.train.config.SftConfig;
import org.reformatted.finetune.train.config.SftInputs;
import org.reformatted.finetune.train.config.TrainingSource;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.base.Sha256;
import org.reformatted.realign.base.TextFiles;
import org.reformatted.realign.base.WaitingException;
import org.reformatted.realign.config.ConfigBinder;

/** The trainer of these tests is this program, run without the trainer in its config: what it trains is put where a job's results are expected. */
class ExternalTrainingTest {
    private static final String FULL = """
        model: {llama: {hiddenSize: 16, intermediateSize: 24, layers: 2, attentionHeads: 2, keyValueHeads: 1, vocabularySize: 40, maxPositions: 32}}
        length: {epochs: 2}
        batch: {examples: 2, accumulate: 2}
        optimizer: {learningRate: 1.0e-2}
        """;
    private static final String LORA = FULL + "method: {lora: {rank: 2, dropout: 0.0}}\n";

    @TempDir
    Path temporary;

    @Test
    void jobHoldsTheTokensAndWeightsInTheOrderOfThePlan() throws IOException {
        Path job = prepare(FULL, "{kind: trl, devices: 2}");
        JsonNode recipe = Json.read(job.resolve("recipe.json"), JsonNode.class);
        assertThat(recipe.path("rowsPerStep").asInt()).isEqualTo(4);
        assertThat(recipe.path("rowsPerDevice").asInt()).isEqualTo(1);
        assertThat(recipe.path("accumulate").asInt()).isEqualTo(2);
        assertThat(recipe.path("learningRates")).hasSize(4);
        List<JsonNode> order = lines(job.resolve("order.jsonl"));
        assertThat(order).hasSize(4 * 4); // 5 examples an epoch: steps of 4 and 1, the latter filled up
        assertThat(order.subList(0, 5).stream().map(row -> row.get(0).asInt()).sorted())
                .containsExactly(0, 1, 2, 3, 4);
        assertThat(order.subList(5, 8)).allMatch(JsonNode::isEmpty);
        List<JsonNode> examples = lines(job.resolve("examples.jsonl"));
        long learned = 0;
        for (JsonNode row : order.subList(0, 4)) {
            for (JsonNode weight : examples.get(row.get(0).asInt()).path("loss_weights")) {
                learned += weight.asInt();
            }
        }
        assertThat(recipe.path("supervisedTokens").get(0).asLong()).isEqualTo(learned);
        assertThat(job.resolve("launch.sh")).isExecutable();
        assertThat(TextFiles.readString(job.resolve("launch.sh"))).contains("--nproc_per_node 2");
        assertThat(TextFiles.readString(job.resolve("slurm.sh"))).contains("#SBATCH --gpus-per-node=2");
        JsonNode files = Json.read(job.resolve("job.json"), JsonNode.class).path("files");
        assertThat(files.path("examples.jsonl").asText()).isEqualTo(Sha256.of(job.resolve("examples.jsonl")));
        assertThat(files.has("base/model.safetensors")).isTrue();
        assertThat(files.has("slurm.sh")).as("a cluster's users adapt it").isFalse();
    }

    @Test
    void packedRowsAreFilledUpToTheSameNumberInEveryStep() throws IOException {
        Path job = prepare(FULL.replace("{examples: 2, accumulate: 2}", "{tokens: 16}"), "{kind: llama-factory}", 16);
        assertThat(Json.read(job.resolve("recipe.json"), JsonNode.class)
                        .path("packed")
                        .asBoolean())
                .isTrue();
        assertThat(lines(job.resolve("order.jsonl"))).anyMatch(row -> row.size() > 1);
        assertThat(TextFiles.readString(job.resolve("train.py"))).contains("llamafactory");
    }

    /** Slurm and Python are scripts here that do what they are told and write down how they were called. */
    @Test
    void slurmStartsOneLauncherOnEachNode() throws Exception {
        Path job = prepare(FULL, "{kind: trl, devices: 2, nodes: 2}");
        command(
                "sbatch",
                "SLURM_JOB_ID=45123 SLURM_SUBMIT_DIR=$PWD SLURM_JOB_NODELIST='n[1-2]' SLURM_CPUS_PER_TASK=8 bash $1");
        command("scontrol", "printf 'n1\\nn2\\n'");
        command("srun", "echo \"srun $1\" >>$CALLS; shift; SLURM_NODEID=0 \"$@\"; SLURM_NODEID=1 \"$@\"");
        command("trainer", "echo \"$@\" >>$CALLS");
        assertThat(shell(job, "bash -n launch.sh && bash -n slurm.sh && sbatch slurm.sh"))
                .isZero();
        String both = "-m torch.distributed.run --nnodes 2 --node_rank %s --master_addr n1 --master_port 25123"
                + " --nproc_per_node 2 train.py";
        assertThat(temporary.resolve("calls"))
                .hasContent(String.join("\n", "srun --cpus-per-task=8", both.formatted(0), both.formatted(1)));
        assertThat(TextFiles.readString(job.resolve("slurm.sh")))
                .contains("#SBATCH --nodes=2", "#SBATCH --cpus-per-task=8");
        assertThat(shell(job, "bash slurm.sh")).as("without sbatch").isNotZero();
    }

    @Test
    void oneMachineNeedsNoAddress() throws Exception {
        Path job = prepare(FULL, "{kind: trl, devices: 2}");
        command("trainer", "echo \"$@\" >>$CALLS");
        assertThat(shell(job, "cd / && " + job + "/launch.sh")).isZero();
        assertThat(temporary.resolve("calls"))
                .hasContent("-m torch.distributed.run --standalone --nproc_per_node 2 train.py");
    }

    private void command(String name, String script) throws IOException {
        Path file = Files.createDirectories(temporary.resolve("bin")).resolve(name);
        Files.writeString(file, "#!/usr/bin/env bash\n" + script + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private int shell(Path folder, String script) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", script)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(temporary.resolve("said").toFile());
        builder.environment().put("PATH", temporary.resolve("bin") + ":" + System.getenv("PATH"));
        builder.environment().put("PYTHON", "trainer");
        builder.environment().put("CALLS", temporary.resolve("calls").toString());
        builder.environment().keySet().removeIf(name -> name.startsWith("SLURM_") || name.startsWith("MASTER_"));
        return builder.start().waitFor();
    }

    @ParameterizedTest
    @CsvSource({"full", "lora"})
    void whatComesBackBecomesTheCheckpoint(String method) throws IOException {
        String yaml = method.equals("lora") ? LORA : FULL;
        Path job = prepare(yaml, "{kind: trl}");
        Path own = deliver(yaml, job);
        SftSummary summary = run(yaml, "{kind: trl}", examples(1));
        assertThat(summary.steps()).isEqualTo(4);
        Path out = temporary.resolve("out");
        assertThat(out.resolve("checkpoint/model.safetensors"))
                .hasSameBinaryContentAs(own.resolve("checkpoint/model.safetensors"));
        assertThat(lines(out.resolve("metrics.jsonl"))).hasSize(4);
        assertThat(ExternalTraining.trainer(out).orElseThrow().text()).isEqualTo("trl 1.0 (torch 2.0)");
        assertThat(job).doesNotExist();
        assertThat(run(yaml, "{kind: trl}", examples(1))).isEqualTo(summary);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "log.jsonl | \"supervisedTokens\":1 | \"supervisedTokens\":9 | supervisedTokens 9",
                "log.jsonl | \"step\":0 | \"step\":1 | step 1",
                "log.jsonl | \"learningRate\":0.01 | \"learningRate\":0.02 | a learning rate of 0.02",
                "trainer.json | \"trl\", | \"axolotl\", | trained by axolotl",
                "trainer.json | JOB | 0000 | the job 0000"
            })
    void resultsOfAnotherJobAreRefused(String name, String found, String wrong, String told) throws IOException {
        Path job = prepare(FULL, "{kind: trl}");
        deliver(FULL, job);
        Path file = job.resolve("out").resolve(name);
        String fingerprint = Json.read(job.resolve("job.json"), JsonNode.class)
                .path("fingerprint")
                .asText();
        String text = TextFiles.readString(file);
        String changed = text.replaceFirst(found.replace("JOB", fingerprint), wrong);
        assertThat(changed).isNotEqualTo(text);
        TextFiles.writeAtomically(file, changed);
        assertThatThrownBy(() -> run(FULL, "{kind: trl}", examples(1)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(told);
    }

    @Test
    void weightsThatNoTrainerMovedAreRefused() throws IOException {
        Path job = prepare(FULL, "{kind: trl}");
        deliver(FULL, job);
        copy(job.resolve("base"), job.resolve("out/checkpoint"));
        assertThatThrownBy(() -> run(FULL, "{kind: trl}", examples(1)))
                .hasMessageContaining("tensors are unchanged by training");
    }

    @Test
    void modelOfAnotherShapeIsRefused() throws IOException {
        Path job = prepare(FULL, "{kind: trl}");
        deliver(FULL.replace("layers: 2", "layers: 1"), job);
        assertThatThrownBy(() -> run(FULL, "{kind: trl}", examples(1))).hasMessageContaining("a model of 1 layers");
    }

    @Test
    void logOfFewerStepsIsRefused() throws IOException {
        Path job = prepare(FULL, "{kind: trl}");
        deliver(FULL, job);
        Path log = job.resolve("out/log.jsonl");
        TextFiles.writeAtomically(
                log, TextFiles.readString(log).lines().findFirst().orElseThrow() + "\n");
        assertThatThrownBy(() -> run(FULL, "{kind: trl}", examples(1))).hasMessageContaining("1 steps");
    }

    @Test
    void weightsBetweenNoneAndOneCannotBeHandedOver() {
        assertThatThrownBy(() -> run(FULL, "{kind: trl}", examples(0.5f)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("a loss weight of 0.5");
    }

    private Path prepare(String yaml, String trainer) {
        return prepare(yaml, trainer, 32);
    }

    private Path prepare(String yaml, String trainer, int maxLength) {
        assertThatThrownBy(() -> run(yaml + "maxLength: " + maxLength + "\n", trainer, examples(1)))
                .isInstanceOf(WaitingException.class)
                .hasMessageContaining("job/out");
        return temporary.resolve("out/job");
    }

    private SftSummary run(String yaml, String trainer, List<TokenizedExample> examples) {
        String whole = (yaml.contains("maxLength") ? yaml : yaml + "maxLength: 32\n") + "trainer: " + trainer + "\n";
        return ExternalTraining.run(
                config(whole), inputs(examples), RUNTIME, temporary.resolve("out"), Progress.SILENT);
    }

    private static final SftRuntime RUNTIME = new SftRuntime(Device.cpu(), 1);

    /** Trains here and puts the results where those of the job are expected. */
    private Path deliver(String yaml, Path job) throws IOException {
        Path own = temporary.resolve("own");
        SftRun.run(config(yaml + "maxLength: 32\n"), inputs(examples(1)), RUNTIME, own, Progress.SILENT);
        Path results = job.resolve("out");
        Files.createDirectories(results);
        for (String name : List.of("checkpoint", "adapter")) {
            if (Files.exists(own.resolve(name))) {
                copy(own.resolve(name), results.resolve(name));
            }
        }
        Files.copy(own.resolve("metrics.jsonl"), results.resolve("log.jsonl"));
        String fingerprint = Json.read(job.resolve("job.json"), JsonNode.class)
                .path("fingerprint")
                .asText();
        TrainerRecord by = new TrainerRecord(fingerprint, "trl", Map.of("trl", "1.0", "torch", "2.0"), 1, "cpu");
        TextFiles.writeAtomically(results.resolve(TrainerRecord.FILE), Json.pretty(by));
        return own;
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static SftConfig config(String yaml) {
        return ConfigBinder.bind("test.yaml", yaml, SftConfig.class).value();
    }

    private static SftInputs inputs(List<TokenizedExample> examples) {
        return new SftInputs(Optional.empty(), new TrainingSource.Tokenized(examples), Optional.empty());
    }

    /** Five examples of different lengths, of which all but the first two tokens are learned. */
    private static List<TokenizedExample> examples(float weight) {
        List<TokenizedExample> examples = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            int length = 4 + i;
            int[] ids =
                    IntStream.range(0, length).map(at -> (7 * at + length) % 40).toArray();
            float[] weights = new float[length];
            Arrays.fill(weights, 2, length, weight);
            examples.add(new TokenizedExample("row" + i, ids, weights));
        }
        return examples;
    }

    private static List<JsonNode> lines(Path file) throws IOException {
        List<JsonNode> nodes = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            nodes.add(Json.MAPPER.readTree(line));
        }
        return nodes;
    }
}
