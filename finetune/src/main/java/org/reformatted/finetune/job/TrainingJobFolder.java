package org.reformatted.finetune.job;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reformatted.finetune.batch.TokenizedExample;
import org.reformatted.finetune.train.TrainingPlan;
import org.reformatted.finetune.train.config.SftConfig;
import org.reformatted.finetune.train.config.TrainerConfig;
import org.reformatted.finetune.weights.Folders;
import org.reformatted.realign.base.FileHashes;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.base.Sha256;
import org.reformatted.realign.base.TextFiles;

/**
 * Writes a job's folder: {@code examples.jsonl} (token ids and loss weights), {@code order.jsonl} (the examples of each row of the run),
 * {@code recipe.json}, the scripts, {@code base/} and {@code adapter/} if training does not start from an unchanged folder of the user, and
 * {@code job.json}, the manifest with the hash of every file except the shell scripts, which users of a cluster must adapt.
 */
final class TrainingJobFolder {
    static final String MANIFEST = "job.json";
    static final String RECIPE = "recipe.json";

    /** Processor cores that the Slurm script requests for each process of the trainer: one computes, the others load rows. */
    private static final int CORES_A_DEVICE = 4;

    private final SftConfig config;
    private final TrainerConfig trainer;
    private final TrainingPlan plan;
    private final JobShape shape;

    TrainingJobFolder(SftConfig config, TrainerConfig trainer, TrainingPlan plan, JobShape shape) {
        this.config = config;
        this.trainer = trainer;
        this.plan = plan;
        this.shape = shape;
    }

    /**
     * The content of the manifest.
     *
     * @param fingerprint of the run
     * @param files hash by name
     * @param base hash by name of the base model's files; empty if the job contains its base model
     */
    record Manifest(String fingerprint, Map<String, String> files, Map<String, String> base) {}

    /** Writes the folder, unless it already exists with the same recipe. */
    void write(Path folder) {
        String recipe = Json.pretty(recipe());
        if (isSound(folder, recipe)) {
            return;
        }
        Folders.replace(folder, temporary -> {
            writeRows(temporary);
            Files.writeString(temporary.resolve(RECIPE), recipe);
            copy("job.py", temporary.resolve("job.py"));
            copy(script(), temporary.resolve("train.py"));
            copyFilled("launch.sh", temporary.resolve("launch.sh"));
            copyFilled("slurm.sh", temporary.resolve("slurm.sh"));
            if (plan.unchangedBase().isEmpty()) {
                plan.writeBase(temporary.resolve("base"));
            }
            plan.writeAdapter(temporary.resolve("adapter"));
            Manifest manifest = new Manifest(plan.fingerprint(), hashes(temporary), base());
            TextFiles.writeAtomically(temporary.resolve(MANIFEST), Json.pretty(manifest));
        });
    }

    private boolean isSound(Path folder, String recipe) {
        Path manifest = folder.resolve(MANIFEST);
        if (!Files.exists(manifest) || !recipe.equals(TextFiles.readString(folder.resolve(RECIPE)))) {
            return false;
        }
        Manifest known = Json.read(manifest, Manifest.class);
        return known.fingerprint().equals(plan.fingerprint())
                && known.files().entrySet().stream()
                        .allMatch(file -> Files.exists(folder.resolve(file.getKey()))
                                && Sha256.of(folder.resolve(file.getKey())).equals(file.getValue()));
    }

    /** The settings of the scripts, with the names of the config. */
    private Map<String, @Nullable Object> recipe() {
        Map<String, @Nullable Object> recipe = new LinkedHashMap<>();
        recipe.put("trainer", trainer.kind().library());
        recipe.put("model", plan.unchangedBase().map(Path::toString).orElse("base"));
        recipe.put("steps", shape.supervisedTokens().size());
        recipe.put("rowsPerStep", trainer.processes() * shape.rowsPerDevice() * shape.accumulate());
        recipe.put("processes", trainer.processes());
        recipe.put("rowsPerDevice", shape.rowsPerDevice());
        recipe.put("accumulate", shape.accumulate());
        recipe.put("longestRow", shape.longestRow());
        recipe.put("packed", shape.packed());
        recipe.put("sharded", trainer.sharded());
        recipe.put("layerClass", List.of(plan.shape().architecture().layerClass()));
        recipe.put("seed", config.seed());
        recipe.put("bfloat16", config.precision() == SftConfig.Precision.BFLOAT16);
        recipe.put("activationCheckpointing", config.activationCheckpointing());
        recipe.put("neftuneAlpha", config.neftuneAlpha().orElse(null));
        recipe.put("betas", config.optimizer().betas());
        recipe.put("epsilon", config.optimizer().epsilon());
        recipe.put("weightDecay", config.optimizer().weightDecay());
        recipe.put("clipNorm", config.optimizer().clipNorm());
        recipe.put("saveEvery", config.checkpoint().every());
        recipe.put("saveKeep", config.checkpoint().keep());
        recipe.put("learningRates", plan.learningRates());
        recipe.put("supervisedTokens", shape.supervisedTokens());
        recipe.put("tokens", shape.tokens());
        plan.firstTrainedRow().ifPresent(first -> recipe.put("firstTrainedRow", first));
        return recipe;
    }

    private void writeRows(Path folder) {
        try (JsonLines.Writer out = JsonLines.Writer.create(folder.resolve("examples.jsonl"))) {
            for (TokenizedExample example : plan.examples()) {
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("id", example.id());
                row.put("input_ids", example.ids());
                row.put("loss_weights", mask(example.lossWeights()));
                out.write(row);
            }
        }
        try (JsonLines.Writer out = JsonLines.Writer.create(folder.resolve("order.jsonl"))) {
            shape.rows().forEach(out::write);
        }
    }

    private static int[] mask(float[] weights) {
        int[] mask = new int[weights.length];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = weights[i] == 0 ? 0 : 1;
        }
        return mask;
    }

    private String script() {
        return switch (trainer.kind()) {
            case TRL -> "train_trl.py";
            case LLAMA_FACTORY -> "train_llama_factory.py";
        };
    }

    private static void copy(String resource, Path target) throws IOException {
        Files.writeString(target, text(resource));
    }

    private void copyFilled(String resource, Path target) throws IOException {
        String text = text(resource)
                .replace("@NODES@", String.valueOf(trainer.nodes()))
                .replace("@DEVICES@", String.valueOf(trainer.devices()))
                .replace("@CPUS@", String.valueOf(CORES_A_DEVICE * trainer.devices()))
                .replace("@NAME@", "finetune-" + plan.fingerprint().substring(0, 8));
        Files.writeString(target, text);
        if (!target.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + target + " executable");
        }
    }

    private static String text(String resource) throws IOException {
        try (InputStream in = TrainingJobFolder.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Map<String, String> hashes(Path folder) throws IOException {
        Map<String, String> hashes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".sh"))
                    .forEach(file -> hashes.put(folder.relativize(file).toString(), Sha256.of(file)));
        }
        return hashes;
    }

    private Map<String, String> base() throws IOException {
        Optional<Path> base = plan.unchangedBase();
        if (base.isEmpty()) {
            return Map.of();
        }
        Map<String, String> hashes = new TreeMap<>();
        try (Stream<Path> files = Files.list(base.get())) {
            files.filter(file -> file.toString().matches(".*\\.(safetensors|json)"))
                    .forEach(file -> hashes.put(
                            String.valueOf(file.getFileName()),
                            FileHashes.shared().of(file)));
        }
        return hashes;
    }
}
