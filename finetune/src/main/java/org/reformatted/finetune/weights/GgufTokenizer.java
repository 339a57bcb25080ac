package org.reformatted.finetune.weights;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.TextFiles;
import org.reformatted.realign.text.VocabularyPiece;

/** Writes the tokenizer of a GGUF file's metadata as the files of a Hugging Face folder. */
final class GgufTokenizer {
    private static final String GGML = "tokenizer.ggml.";

    private final GgufReader gguf;
    private final List<String> tokens;
    private final List<Integer> kinds;

    GgufTokenizer(GgufReader gguf) {
        this.gguf = gguf;
        tokens = gguf.list(GGML + "tokens", String.class);
        kinds = gguf.list(GGML + "token_type", Number.class).stream()
                .map(Number::intValue)
                .toList();
        if (tokens.isEmpty() || (!kinds.isEmpty() && kinds.size() != tokens.size())) {
            throw InputException.at(
                    gguf.file() + ", " + GGML + "tokens",
                    "it has " + tokens.size() + " tokens and " + kinds.size() + " token types",
                    "a type for each token",
                    "choose a file with its tokenizer");
        }
    }

    int size() {
        return tokens.size();
    }

    Optional<Integer> id(String role) {
        Optional<Integer> id = gguf.number(GGML + role + "_token_id").map(Number::intValue);
        if (id.isPresent() && (id.get() < 0 || id.get() >= tokens.size())) {
            throw InputException.at(
                    gguf.file() + ", " + GGML + role + "_token_id",
                    "found " + id.get(),
                    "an id below " + tokens.size(),
                    "choose another file");
        }
        return id;
    }

    /** Writes tokenizer.json or tokenizer.model, tokenizer_config.json and chat_template.jinja. */
    void write(Path folder) throws IOException {
        String model = gguf.text(GGML + "model").orElse("");
        ObjectNode config = Json.MAPPER.createObjectNode();
        switch (model) {
            case "gpt2" -> {
                TextFiles.writeAtomically(folder.resolve("tokenizer.json"), Json.line(byteLevel()));
                config.put("tokenizer_class", "PreTrainedTokenizerFast");
            }
            case "llama" -> {
                Files.write(folder.resolve("tokenizer.model"), sentencePiece());
                config.put("add_bos_token", adds("bos", true));
                config.put("add_eos_token", adds("eos", false));
            }
            default ->
                throw InputException.at(
                        gguf.file() + ", " + GGML + "model",
                        "found '" + model + "'",
                        "gpt2 (byte-level) or llama (SentencePiece)",
                        "choose a file with one of these tokenizers");
        }
        id("bos").ifPresent(id -> config.put("bos_token", tokens.get(id)));
        id("eos").ifPresent(id -> config.put("eos_token", tokens.get(id)));
        id("unknown").ifPresent(id -> config.put("unk_token", tokens.get(id)));
        id("padding").ifPresent(id -> config.put("pad_token", tokens.get(id)));
        config.put("clean_up_tokenization_spaces", false);
        Optional<String> template = gguf.text("tokenizer.chat_template");
        template.ifPresent(text -> config.put("chat_template", text));
        TextFiles.writeAtomically(folder.resolve("tokenizer_config.json"), Json.pretty(config));
        if (template.isPresent()) {
            Files.writeString(folder.resolve("chat_template.jinja"), template.get());
        }
    }

    private boolean adds(String role, boolean otherwise) {
        return gguf.flag(GGML + "add_" + role + "_token").orElse(otherwise) && id(role).isPresent();
    }

    private byte[] sentencePiece() {
        List<Float> scores = gguf.list(GGML + "scores", Number.class).stream()
                .map(Number::floatValue)
                .toList();
        if (scores.size() != tokens.size() || kinds.isEmpty()) {
            throw InputException.at(
                    gguf.file() + ", " + GGML + "scores",
                    "it has " + scores.size() + " scores of " + tokens.size() + " tokens",
                    "a score and a type for each token",
                    "choose another file");
        }
        List<VocabularyPiece> pieces = new ArrayList<>();
        for (int id = 0; id < tokens.size(); id++) {
            pieces.add(new VocabularyPiece(tokens.get(id), scores.get(id), kinds.get(id)));
        }
        return VocabularyPiece.write(
                pieces,
                id("bos").orElse(-1),
                id("eos").orElse(-1),
                gguf.flag(GGML + "add_space_prefix").orElse(true));
    }

    private ObjectNode byteLevel() {
        ObjectNode json = Json.MAPPER.createObjectNode();
        String pre = gguf.text(GGML + "pre").orElse("default");
        ArrayNode added = json.putArray("added_tokens");
        ObjectNode vocabulary = Json.MAPPER.createObjectNode();
        Map<String, Integer> seen = new HashMap<>();
        for (int id = 0; id < tokens.size(); id++) {
            int kind = kinds.isEmpty() ? VocabularyPiece.NORMAL : kinds.get(id);
            if (seen.put(tokens.get(id), id) != null) {
                throw InputException.at(
                        gguf.file() + ", " + GGML + "tokens",
                        "two tokens are '" + tokens.get(id) + "'",
                        "different texts",
                        "choose another file");
            }
            if (kind == VocabularyPiece.CONTROL || kind == VocabularyPiece.USER_DEFINED) {
                added.addObject()
                        .put("id", id)
                        .put("content", tokens.get(id))
                        .put("single_word", false)
                        .put("lstrip", false)
                        .put("rstrip", false)
                        .put("normalized", false)
                        .put("special", kind == VocabularyPiece.CONTROL);
            }
            if (kind != VocabularyPiece.UNUSED) {
                // added tokens too: the tokenizers library gives new ids to tokens that are not in the vocabulary
                vocabulary.put(tokens.get(id), id);
            }
        }
        GgufPreTokenizer way = GgufPreTokenizer.named(pre, gguf.file() + ", " + GGML + "pre");
        if (way.normalizes()) {
            json.putObject("normalizer").put("type", "NFC");
        } else {
            json.putNull("normalizer");
        }
        json.set("pre_tokenizer", way.json());
        json.set("post_processor", postProcessor(adds("bos", way == GgufPreTokenizer.LLAMA3), adds("eos", false)));
        json.putObject("decoder")
                .put("type", "ByteLevel")
                .put("add_prefix_space", true)
                .put("trim_offsets", true)
                .put("use_regex", true);
        ObjectNode model = json.putObject("model")
                .put("type", "BPE")
                .put("fuse_unk", false)
                .put("byte_fallback", false);
        model.put("ignore_merges", way.ignoresMerges()).set("vocab", vocabulary);
        ArrayNode merges = model.putArray("merges");
        gguf.list(GGML + "merges", String.class).forEach(merge -> {
            int space = merge.indexOf(' ', 1);
            merges.addArray().add(merge.substring(0, Math.max(0, space))).add(merge.substring(space + 1));
        });
        return json;
    }

    private ObjectNode postProcessor(boolean start, boolean end) {
        ObjectNode template = Json.MAPPER.createObjectNode().put("type", "TemplateProcessing");
        ObjectNode known = Json.MAPPER.createObjectNode();
        ArrayNode single = template.putArray("single");
        ArrayNode pair = template.putArray("pair");
        for (String sequence : List.of("A", "B")) {
            if (start) {
                special(
                        sequence.equals("A") ? List.of(single, pair) : List.of(pair),
                        known,
                        id("bos").orElseThrow());
            }
            if (sequence.equals("A")) {
                single.addObject().putObject("Sequence").put("id", "A").put("type_id", 0);
            }
            pair.addObject().putObject("Sequence").put("id", sequence).put("type_id", sequence.equals("A") ? 0 : 1);
            if (end) {
                special(
                        sequence.equals("A") ? List.of(single, pair) : List.of(pair),
                        known,
                        id("eos").orElseThrow());
            }
        }
        template.set("special_tokens", known);
        return template;
    }

    private void special(List<ArrayNode> places, ObjectNode known, int id) {
        String token = tokens.get(id);
        places.forEach(place ->
                place.addObject().putObject("SpecialToken").put("id", token).put("type_id", 0));
        ObjectNode entry = known.putObject(token).put("id", token);
        entry.putArray("ids").add(id);
        entry.putArray("tokens").add(token);
    }
}
