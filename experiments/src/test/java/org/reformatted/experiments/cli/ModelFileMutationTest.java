package org.reformatted.experiments.cli;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.finetune.kernel.Torch;
import org.reformatted.finetune.model.LlamaConfig;
import org.reformatted.finetune.model.LlamaInitializer;
import org.reformatted.finetune.model.LlamaModel;
import org.reformatted.finetune.weights.HuggingFaceCheckpoint;
import org.reformatted.finetune.weights.TensorFile;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.text.VocabularyPiece;

/** Damaged files of models and adapters end in a sentence of the command that reads them. */
class ModelFileMutationTest {
    private static final int VOCABULARY = 280;

    @TempDir
    Path folder;

    @Test
    void weights() throws IOException {
        generate("model.safetensors");
    }

    @Test
    void modelConfig() throws IOException {
        generate("config.json");
    }

    @Test
    void generationConfig() throws IOException {
        generate("generation_config.json");
    }

    @Test
    void adapterConfig() throws IOException {
        merge("adapter_config.json");
    }

    @Test
    void adapterWeights() throws IOException {
        merge("adapter_model.safetensors");
    }

    @Test
    void gguf() throws IOException {
        Path file = folder.resolve("m.gguf");
        command("gguf", "--model", model().toString(), "--to", file.toString());
        String to = folder.resolve("imported").toString();
        Mutations.check(file, damaged -> command("import", "--gguf", damaged.toString(), "--to", to));
    }

    private void generate(String damaged) throws IOException {
        Path model = model();
        Mutations.check(
                model.resolve(damaged),
                file -> command("generate", "--model", model.toString(), "--prompt", "a b", "--max-new-tokens", "2"));
    }

    private void merge(String damaged) throws IOException {
        String model = model().toString();
        Path adapter = Files.createDirectories(folder.resolve("adapter"));
        Files.writeString(adapter.resolve("adapter_config.json"), """
            {"peft_type": "LORA", "r": 2, "lora_alpha": 4, "target_modules": ["q_proj"], "bias": "none", "use_rslora": false,
             "rank_pattern": {}, "alpha_pattern": {}, "lora_dropout": 0.0, "fan_in_fan_out": false, "task_type": "CAUSAL_LM"}
            """);
        String name = "base_model.model.model.layers.0.self_attn.q_proj.";
        try (NDManager manager = Torch.newManager(Device.cpu())) {
            TensorFile.write(
                    adapter.resolve("adapter_model.safetensors"),
                    Map.of(
                            name + "lora_A.weight", manager.ones(new Shape(2, 8)),
                            name + "lora_B.weight", manager.ones(new Shape(8, 2))));
        }
        String out = folder.resolve("merged").toString();
        Mutations.check(
                adapter.resolve(damaged),
                file -> command("merge", "--model", model, "--adapter", adapter.toString(), "--out", out));
    }

    /** A model of one layer with a vocabulary of its own. */
    private Path model() throws IOException {
        Path to = folder.resolve("model");
        LlamaConfig shape = LlamaConfig.llama(8, 16, 1, 2, 1, VOCABULARY, 32);
        try (LlamaModel model = LlamaInitializer.random(shape, Device.cpu(), NumberType.FLOAT32, 1)) {
            HuggingFaceCheckpoint.save(model, files -> Files.write(files.resolve("tokenizer.model"), vocabulary()), to);
        }
        return to;
    }

    private static byte[] vocabulary() {
        List<VocabularyPiece> pieces = new ArrayList<>(List.of(
                new VocabularyPiece("<unk>", 0, VocabularyPiece.UNKNOWN),
                new VocabularyPiece("<s>", 0, VocabularyPiece.CONTROL),
                new VocabularyPiece("</s>", 0, VocabularyPiece.CONTROL)));
        for (int octet = 0; octet < 256; octet++) {
            pieces.add(new VocabularyPiece(String.format(Locale.ROOT, "<0x%02X>", octet), 0, VocabularyPiece.BYTE));
        }
        for (char letter = 'a'; pieces.size() < VOCABULARY; letter++) {
            pieces.add(new VocabularyPiece(String.valueOf(letter), -pieces.size(), VocabularyPiece.NORMAL));
        }
        return VocabularyPiece.write(pieces, 1, 2, true);
    }

    /** Runs a command; one that fails has said why in a sentence, which is thrown. */
    private static void command(String... args) {
        StringWriter said = new StringWriter();
        PrintStream out = System.out;
        System.setOut(new PrintStream(OutputStream.nullOutputStream()));
        int code;
        try {
            code = Harness.commandLine().setErr(new PrintWriter(said)).execute(args);
        } finally {
            System.setOut(out);
        }
        if (said.toString().contains("internal error")) {
            throw new IllegalStateException(said.toString());
        }
        if (code != 0) {
            throw new InputException(said.toString());
        }
    }
}
