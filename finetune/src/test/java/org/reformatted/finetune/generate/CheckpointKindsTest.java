package org.reformatted.finetune.generate;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.finetune.model.CachedDecoder;
import org.reformatted.finetune.model.KvCache;
import org.reformatted.finetune.model.LlamaModel;
import org.reformatted.finetune.weights.HuggingFaceCheckpoint;
import org.reformatted.finetune.weights.LoraAdapter;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.llm.FinishReason;
import org.reformatted.realign.llm.SamplingSettings;
import org.reformatted.realign.text.Tokenizer;
import org.reformatted.realign.text.Tokenizers;

/**
 * Each kind of checkpoint that {@code make_checkpoint_kinds.py} made, here and with transformers or PEFT: run by {@code scripts/bench checkpoints}, which gives
 * the folder as {@code -Dcheckpoint.kinds}. Prints a row of a table for each.
 */
@Tag("peers")
class CheckpointKindsTest {
    private static final double TOLERANCE = 1e-4;
    private static final GenerationOptions OPTIONS = GenerationOptions.of("cpu", 1, 4, NumberType.FLOAT32);

    @TempDir
    Path temporary;

    @Test
    void eachKindIsEqualOrRefusedByName() throws IOException {
        Path kinds = Path.of(System.getProperty("checkpoint.kinds", ""));
        List<String> differing = new ArrayList<>();
        System.out.println("measured | kind | result | largest difference of a logit, 50 prompts | equal texts |");
        System.out.println("measured |---|---|---|---|");
        try (Stream<Path> folders = Files.list(kinds)) {
            for (Path kind : folders.sorted().toList()) {
                String result = result(kind);
                System.out.println("measured | " + kind.getFileName() + " | " + result + " |");
                if (result.startsWith("differs")) {
                    differing.add(kind.getFileName() + ": " + result);
                }
            }
        }
        assertThat(differing).isEmpty();
    }

    private String result(Path kind) throws IOException {
        JsonNode expected = Json.read(kind.resolve("expected.json"), JsonNode.class);
        String word = expected.path("refused").asText();
        try {
            Path model = kind.resolve("model");
            if (Files.exists(kind.resolve("adapter"))) {
                Path merged = temporary.resolve("merged");
                LoraAdapter.merge(model, kind.resolve("adapter"), merged);
                model = merged;
            }
            String compared = compared(model, kind, expected);
            return word.isEmpty() ? compared : "differs: it is not refused | | ";
        } catch (InputException e) {
            String said = String.valueOf(e.getMessage());
            return said.contains(word) && !word.isEmpty() ? "refused by name | | " : "differs: refused: " + said;
        }
    }

    private static String compared(Path folder, Path kind, JsonNode expected) throws IOException {
        if (expected.has("refused")) {
            TextGenerator.open(folder, OPTIONS).close();
            return "";
        }
        Tokenizer tokenizer = Tokenizers.load(folder);
        int prompts = expected.path("prompts").size();
        int sameIds = 0;
        for (int i = 0; i < prompts; i++) {
            int[] ids = tokenizer.encodeSequence(expected.path("prompts").get(i).asText());
            sameIds += Arrays.equals(ids, ints(expected.path("ids").get(i))) ? 1 : 0;
        }
        double largest = largestDifference(folder, kind.resolve("logits.bin"), expected.path("ids"));
        int texts = sameTexts(folder, expected);
        int wanted = expected.path("greedy").size();
        boolean equal = sameIds == prompts && largest < TOLERANCE && texts == wanted;
        return String.format(
                Locale.ROOT,
                "%s | %.1e | %d of %d",
                equal ? "equal" : "differs: ids of " + (prompts - sameIds) + " prompts",
                largest,
                texts,
                wanted);
    }

    private static double largestDifference(Path folder, Path file, JsonNode prompts) throws IOException {
        FloatBuffer wanted = ByteBuffer.wrap(Files.readAllBytes(file))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        double largest = 0;
        try (LlamaModel model = HuggingFaceCheckpoint.open(folder).load(Device.cpu(), NumberType.FLOAT32)) {
            for (JsonNode prompt : prompts) {
                int[] ids = ints(prompt);
                try (NDManager scope = model.manager().newSubManager()) {
                    CachedDecoder decoder = new CachedDecoder(model);
                    KvCache cache = decoder.newCache(scope, 1, ids.length);
                    for (float logit :
                            decoder.prefill(scope, cache, new int[][] {ids}).toFloatArray()) {
                        largest = Math.max(largest, Math.abs(logit - wanted.get()));
                    }
                }
            }
        }
        assertThat(wanted.hasRemaining()).as("logits left over").isFalse();
        return largest;
    }

    private static int sameTexts(Path folder, JsonNode expected) {
        int same = 0;
        try (TextGenerator generator = TextGenerator.open(folder, OPTIONS)) {
            for (int i = 0; i < expected.path("greedy").size(); i++) {
                int[] wanted = ints(expected.path("greedy").get(i));
                Generated written = generator.generate(
                        expected.path("prompts").get(i).asText(), SamplingSettings.greedy(wanted.length));
                int end = wanted.length - (written.reason() == FinishReason.STOP ? 1 : 0);
                same += Arrays.equals(written.ids(), Arrays.copyOf(wanted, end)) ? 1 : 0;
            }
        }
        return same;
    }

    private static int[] ints(JsonNode numbers) {
        int[] all = new int[numbers.size()];
        Arrays.setAll(all, i -> numbers.get(i).asInt());
        return all;
    }
}
