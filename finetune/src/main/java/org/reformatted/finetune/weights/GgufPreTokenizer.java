package org.reformatted.finetune.weights;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;

/**
 * Methods to split a text into words before the bytes of each word are merged. These are the methods that both llama.cpp and this program support,
 * with llama.cpp's names (llama.cpp, src/llama-vocab.cpp).
 */
enum GgufPreTokenizer {
    /** The pattern of GPT-2. */
    GPT2("gpt-2", Optional.empty(), false, false),
    /** Splits off single digits, then applies the pattern of GPT-2 (SmolLM2). */
    SMOLLM("smollm", Optional.empty(), true, false),
    /** The pattern of GPT-4 with numbers of one to three digits; a word that is a token is used without merging (LLaMA-3). */
    LLAMA3("llama-bpe", Optional.of("{1,3}"), false, true),
    /** The pattern of GPT-4 with single digits. */
    QWEN2("qwen2", Optional.of(""), false, false);

    private final String label;
    private final Optional<String> digits;
    private final boolean singleDigits;
    private final boolean ignoresMerges;

    GgufPreTokenizer(String label, Optional<String> digits, boolean singleDigits, boolean ignoresMerges) {
        this.label = label;
        this.digits = digits;
        this.singleDigits = singleDigits;
        this.ignoresMerges = ignoresMerges;
    }

    /** llama.cpp's name. */
    String label() {
        return label;
    }

    /** Whether llama.cpp uses a word that is a token without merging. */
    boolean ignoresMerges() {
        return ignoresMerges;
    }

    /** Whether texts are first normalised to NFC. */
    boolean normalizes() {
        return this == QWEN2;
    }

    /** Finds the method by llama.cpp's name; {@code default} is GPT-2's. */
    static GgufPreTokenizer named(String name, String place) {
        return Arrays.stream(values())
                .filter(way -> way.label.equals(name.equals("default") ? GPT2.label : name))
                .findFirst()
                .orElseThrow(() -> InputException.at(
                        place,
                        "found '" + name + "'",
                        "one of " + labels(),
                        "get the tokenizer.json that was published with the model"));
    }

    /** Finds the method of a tokenizer.json. */
    static GgufPreTokenizer of(JsonNode tokenizer, Object place) {
        List<JsonNode> found = steps(tokenizer.path("pre_tokenizer"));
        GgufPreTokenizer way = Arrays.stream(values())
                .filter(known -> steps(known.json()).equals(found))
                .findFirst()
                .orElseThrow(() -> refused(place, "its pre_tokenizer is " + tokenizer.path("pre_tokenizer")));
        List<JsonNode> normalizers = steps(tokenizer.path("normalizer"));
        boolean nfc = way.normalizes()
                && normalizers.stream()
                        .allMatch(step -> step.path("type").asText().equals("NFC"));
        if (!normalizers.isEmpty() && !nfc) {
            throw refused(place, "its normalizer is " + tokenizer.path("normalizer"));
        }
        boolean ignores = tokenizer.at("/model/ignore_merges").asBoolean();
        if (ignores != way.ignoresMerges) {
            throw refused(place, "its model has ignore_merges: " + ignores + " with the pre_tokenizer of " + way.label);
        }
        return way;
    }

    private static InputException refused(Object place, String found) {
        return InputException.at(
                place,
                found,
                "one that llama.cpp supports: " + labels(),
                "convert the model with llama.cpp's own convert_hf_to_gguf.py");
    }

    private static String labels() {
        return Arrays.stream(values()).map(GgufPreTokenizer::label).collect(Collectors.joining(", "));
    }

    /** Lists the single steps, without fields that do not change tokens and with defaults filled in. */
    private static List<JsonNode> steps(JsonNode node) {
        List<JsonNode> steps = new ArrayList<>();
        if (node.path("type").asText().equals("Sequence")) {
            JsonNode members = node.has("pretokenizers") ? node.path("pretokenizers") : node.path("normalizers");
            members.forEach(member -> steps.addAll(steps(member)));
        } else if (node.isObject()) {
            ObjectNode step = node.deepCopy();
            if (step.path("type").asText().equals("ByteLevel")) {
                step.remove("trim_offsets");
                step.put("add_prefix_space", step.path("add_prefix_space").asBoolean(true));
                step.put("use_regex", step.path("use_regex").asBoolean(true));
            }
            steps.add(step);
        }
        return steps;
    }

    /** Creates the pre_tokenizer of a tokenizer.json. */
    ObjectNode json() {
        ObjectNode sequence = Json.MAPPER.createObjectNode().put("type", "Sequence");
        ArrayNode steps = sequence.putArray("pretokenizers");
        if (singleDigits) {
            steps.addObject().put("type", "Digits").put("individual_digits", true);
        }
        digits.ifPresent(count -> {
            ObjectNode split = steps.addObject().put("type", "Split");
            split.putObject("pattern").put("Regex", words(count));
            split.put("behavior", "Isolated").put("invert", false);
        });
        steps.addObject()
                .put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", true)
                .put("use_regex", digits.isEmpty());
        return sequence;
    }

    /** The pattern of GPT-4 and LLaMA-3 with a count of digits in a number (tokenizer.json of meta-llama/Meta-Llama-3-8B). */
    private static String words(String count) {
        return "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}" + count
                + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
    }
}
