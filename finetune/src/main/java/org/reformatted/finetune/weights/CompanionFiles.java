package org.reformatted.finetune.weights;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.TextFiles;
import org.reformatted.realign.text.Tokenizer;
import org.reformatted.realign.text.Tokenizers;

/**
 * Copies the files next to the weights from the folder of a base model to a checkpoint: the tokenizer with its chat template, the generation config,
 * and the padding token.
 */
public final class CompanionFiles {
    private CompanionFiles() {}

    /**
     * Copies the files into a checkpoint that already has its config.json and generation_config.json.
     *
     * @param from the folder of the base model of the checkpoint, or of its tokenizer
     * @param files the folder whose tokenizer files are copied
     * @param to the checkpoint's folder
     * @param tokenizer the tokenizer in use
     * @param endTokens tokens at which the checkpoint ends an answer, in addition to those of {@code from}
     * @throws IOException when a file cannot be written
     */
    public static void copy(Path from, Path files, Path to, Tokenizer tokenizer, Collection<Integer> endTokens)
            throws IOException {
        Tokenizers.save(files, to, tokenizer);
        Path config = from.resolve(HuggingFaceCheckpoint.CONFIG);
        ObjectNode source = Files.exists(config) ? Json.read(config, ObjectNode.class) : Json.MAPPER.createObjectNode();
        Path target = to.resolve(HuggingFaceCheckpoint.CONFIG);
        if (source.hasNonNull("pad_token_id") && Files.exists(target)) {
            ObjectNode written = Json.read(target, ObjectNode.class);
            write(target, written.set("pad_token_id", source.path("pad_token_id")));
        }
        writeGenerationConfig(from, to, source, tokenizer, endTokens);
    }

    /**
     * Copies the files into a checkpoint of a base model with a merged adapter.
     *
     * @param base the base model's folder
     * @param adapter the adapter's folder, whose tokenizer and end tokens are used if it has them
     * @param to the checkpoint's folder
     * @throws IOException when a file cannot be written
     */
    public static void copyMerged(Path base, Path adapter, Path to) throws IOException {
        Path files = Tokenizers.isPresent(adapter) ? adapter : base;
        Path ends = adapter.resolve(HuggingFaceCheckpoint.GENERATION);
        List<Integer> endTokens =
                Files.exists(ends) ? HuggingFaceConfig.endTokens(ends, Json.read(ends, JsonNode.class)) : List.of();
        copy(base, files, to, Tokenizers.load(files), endTokens);
    }

    private static void writeGenerationConfig(
            Path from, Path to, JsonNode config, Tokenizer tokenizer, Collection<Integer> endTokens) {
        Path own = from.resolve(HuggingFaceCheckpoint.GENERATION);
        Path target = to.resolve(HuggingFaceCheckpoint.GENERATION);
        ObjectNode json = Files.exists(own)
                ? Json.read(own, ObjectNode.class)
                : Files.exists(target) ? Json.read(target, ObjectNode.class) : Json.MAPPER.createObjectNode();
        List<Integer> before = new ArrayList<>(HuggingFaceConfig.endTokens(own, json));
        if (before.isEmpty()) {
            before.addAll(HuggingFaceConfig.endTokens(from.resolve(HuggingFaceCheckpoint.CONFIG), config));
        }
        if (before.isEmpty()) {
            tokenizer.sequence().end().ifPresent(before::add);
        }
        Set<Integer> all = new LinkedHashSet<>(before);
        all.addAll(endTokens);
        json.remove("_from_model_config"); // with it transformers would take the end tokens of config.json
        if (all.size() == 1) {
            json.put("eos_token_id", all.iterator().next());
        } else if (!all.isEmpty()) {
            ArrayNode ids = json.putArray("eos_token_id");
            all.forEach(ids::add);
        }
        write(target, json);
    }

    private static void write(Path file, JsonNode json) {
        TextFiles.writeAtomically(file, Json.pretty(json));
    }
}
