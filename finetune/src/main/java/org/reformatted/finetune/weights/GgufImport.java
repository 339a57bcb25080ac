package org.reformatted.finetune.weights;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.finetune.model.Architecture;
import org.reformatted.finetune.model.LlamaConfig;
import org.reformatted.finetune.model.LlamaWeights;
import org.reformatted.finetune.model.RopeScaling;
import org.reformatted.finetune.weights.GgufReader.Tensor;
import org.reformatted.finetune.weights.SafeTensorsWriter.Item;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.text.Tokenizers;

/**
 * Converts a GGUF file of the architecture llama (also Mistral 7B, SmolLM2 and others that llama.cpp stores as llama) into a Hugging Face folder.
 * Config, tokenizer, chat template and weights come only from the file. Quantised weights become float32; other weights keep their type.
 */
public final class GgufImport {
    private static final double[] LLAMA3_FACTORS = {8, 16, 32};
    private static final int LLAMA3_LENGTH = 8192;
    private static final float FACTOR_TOLERANCE = 1e-3f;

    private final GgufReader gguf;
    private final GgufTokenizer tokenizer;
    private final LlamaConfig config;

    private GgufImport(GgufReader gguf) {
        this.gguf = gguf;
        tokenizer = new GgufTokenizer(gguf);
        config = config();
    }

    /**
     * Converts a file.
     *
     * @param file a GGUF file, version 2 or 3
     * @param folder the Hugging Face folder to write; replaced when it exists
     * @throws InputException when the file is damaged, or contains an unsupported model, tokenizer or quantisation
     */
    public static void convert(Path file, Path folder) {
        GgufImport source = new GgufImport(GgufReader.open(file));
        Folders.replace(folder, source::write);
    }

    private void write(Path folder) throws IOException {
        Map<String, Shape> shapes = LlamaWeights.shapes(config);
        List<Item> items = new ArrayList<>();
        shapes.forEach((name, shape) ->
                items.add(new Item(name, tensor(name, shape).type().stored(), shape)));
        NumberType type = items.get(0).type();
        SafeTensorsWriter.write(folder.resolve(TensorFolder.SINGLE), items, this::content);
        Files.writeString(
                folder.resolve(HuggingFaceCheckpoint.CONFIG), Json.pretty(HuggingFaceConfig.write(config, type)));
        Map<String, Object> generation = new LinkedHashMap<>();
        config.startToken().ifPresent(id -> generation.put("bos_token_id", id));
        generation.put("eos_token_id", config.endTokens());
        tokenizer.id("padding").ifPresent(id -> generation.put("pad_token_id", id));
        Files.writeString(folder.resolve(HuggingFaceCheckpoint.GENERATION), Json.pretty(generation));
        tokenizer.write(folder);
        Tokenizers.load(folder);
    }

    private ByteBuffer content(Item item) {
        Tensor tensor = tensor(item.name(), item.shape());
        ByteBuffer numbers = tensor.type().decode(gguf.bytes(tensor));
        boolean rotary = item.name().endsWith("q_proj.weight") || item.name().endsWith("k_proj.weight");
        return rotary ? halves(numbers, item) : numbers;
    }

    /**
     * Reorders the rows of queries and keys. The two rows of a rotary pair are adjacent in llama.cpp's order, and have a distance of half a head in
     * Hugging Face's.
     */
    private ByteBuffer halves(ByteBuffer pairs, Item item) {
        int row = Math.toIntExact(item.shape().get(1) * item.type().bytes());
        int half = config.headWidth() / 2;
        ByteBuffer rows = ByteBuffer.allocateDirect(pairs.remaining()).order(ByteOrder.LITTLE_ENDIAN);
        for (int to = 0; to < item.shape().get(0); to++) {
            int head = to / config.headWidth();
            int inHead = to % config.headWidth();
            int from = head * config.headWidth() + 2 * (inHead % half) + inHead / half;
            rows.put(pairs.slice(from * row, row));
        }
        return rows.flip();
    }

    private Tensor tensor(String name, Shape shape) {
        String ggufName = GgufFile.ggufName(name);
        Tensor tensor = gguf.tensors().get(ggufName);
        if (tensor == null || !new Shape(tensor.shape()).equals(shape)) {
            throw InputException.at(
                    gguf.file() + ", tensor " + ggufName,
                    tensor == null ? "it is missing" : "its shape is " + new Shape(tensor.shape()),
                    shape + " according to the file's metadata",
                    "fetch the file again");
        }
        return tensor;
    }

    private LlamaConfig config() {
        String architecture = gguf.text("general.architecture").orElse("");
        if (!architecture.equals("llama")) {
            throw InputException.at(
                    gguf.file() + ", general.architecture",
                    "found '" + architecture + "'",
                    "llama",
                    "choose a model of the LLaMA or Mistral family");
        }
        Tensor embedding = embedding();
        int layers = gguf.integer("llama.block_count");
        requireLayers(layers);
        int heads = gguf.integer("llama.attention.head_count");
        int width = gguf.integer("llama.embedding_length");
        int headWidth =
                gguf.number("llama.attention.key_length").map(Number::intValue).orElse(heads > 0 ? width / heads : 0);
        gguf.number("llama.rope.dimension_count").ifPresent(rotary -> {
            if (rotary.intValue() != headWidth) {
                throw InputException.at(
                        gguf.file() + ", llama.rope.dimension_count",
                        "found " + rotary,
                        headWidth + ", rotary positions on entire heads",
                        "choose another model");
            }
        });
        double theta = decimal("llama.rope.freq_base").orElse(10000);
        int positions = gguf.integer("llama.context_length");
        try {
            return new LlamaConfig(
                    Architecture.LLAMA,
                    width,
                    gguf.integer("llama.feed_forward_length"),
                    layers,
                    heads,
                    gguf.number("llama.attention.head_count_kv")
                            .map(Number::intValue)
                            .orElse(heads),
                    headWidth,
                    Math.toIntExact(embedding.shape()[0]),
                    positions,
                    decimal("llama.attention.layer_norm_rms_epsilon").orElse(1e-5),
                    theta,
                    scaling(theta, headWidth, positions),
                    OptionalInt.empty(),
                    !gguf.tensors().containsKey("output.weight"),
                    tokenizer.id("bos").map(OptionalInt::of).orElse(OptionalInt.empty()),
                    endTokens());
        } catch (IllegalArgumentException e) {
            throw new InputException(gguf.file() + ": " + e.getMessage() + "; choose another file", e);
        }
    }

    private Tensor embedding() {
        Tensor embedding = gguf.tensors().get("token_embd.weight");
        if (embedding == null || embedding.shape().length != 2 || embedding.shape()[0] < tokenizer.size()) {
            throw InputException.at(
                    gguf.file() + ", tensor token_embd.weight",
                    embedding == null ? "it is missing" : "its shape is " + new Shape(embedding.shape()),
                    "a row for each of " + tokenizer.size() + " tokens",
                    "fetch the file again");
        }
        return embedding;
    }

    /** Checks that the file has the weights of all layers and no others, before objects are created for each layer. */
    private void requireLayers(int layers) {
        int others = 0;
        for (String name :
                List.of("token_embd.weight", "output_norm.weight", "output.weight", GgufRopeScaling.DIVISORS)) {
            others += gguf.tensors().containsKey(name) ? 1 : 0;
        }
        if (gguf.tensors().size() - others != 9L * layers) {
            throw InputException.at(
                    gguf.file(),
                    (gguf.tensors().size() - others) + " tensors of layers, and llama.block_count is " + layers,
                    "the nine weights of each LLaMA layer",
                    "choose a LLaMA or Mistral model without biases, experts or other extra weights");
        }
    }

    private List<Integer> endTokens() {
        Set<Integer> ids = new LinkedHashSet<>();
        GgufEnds.ROLES.forEach(role -> tokenizer.id(role).ifPresent(ids::add));
        return List.copyOf(ids);
    }

    /** The shortest decimal that rounds to a float32 of the file, which is the number that the author of the model wrote. */
    private OptionalDouble decimal(String key) {
        Optional<Number> number = gguf.number(key);
        return number.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                        Double.parseDouble(Float.toString(number.get().floatValue())));
    }

    private RopeScaling scaling(double theta, int headWidth, int positions) {
        Tensor factors = gguf.tensors().get(GgufRopeScaling.DIVISORS);
        String type = gguf.text("llama.rope.scaling.type").orElse("none");
        double factor = decimal("llama.rope.scaling.factor").orElse(1);
        if (factors != null) {
            return llama3(factors, theta, headWidth);
        }
        return switch (type) {
            case "none" -> new RopeScaling.None();
            case "linear" -> new RopeScaling.Linear(factor);
            case "yarn" ->
                GgufRopeScaling.plain(
                        factor,
                        gguf.number("llama.rope.scaling.original_context_length")
                                .map(Number::intValue)
                                .orElse(positions));
            default ->
                throw InputException.at(
                        gguf.file() + ", llama.rope.scaling.type",
                        "found '" + type + "'",
                        "none, linear or yarn",
                        "choose a model without this kind of scaling");
        };
    }

    /** llama.cpp stores LLaMA-3's scaling as the divisor of each frequency; the published models differ only in one factor. */
    private RopeScaling llama3(Tensor stored, double theta, int headWidth) {
        if (stored.type() == GgufType.F32 && stored.shape()[0] == headWidth / 2) {
            ByteBuffer numbers = gguf.bytes(stored);
            for (double factor : LLAMA3_FACTORS) {
                RopeScaling.Llama3 candidate = new RopeScaling.Llama3(factor, 1, 4, LLAMA3_LENGTH);
                if (matches(numbers, candidate, theta, headWidth)) {
                    return candidate;
                }
            }
        }
        throw InputException.at(
                gguf.file() + ", tensor " + GgufRopeScaling.DIVISORS,
                "its factors are not those of LLaMA 3.1 or 3.2",
                "a factor of 8, 16 or 32 with an original length of " + LLAMA3_LENGTH,
                "choose another model");
    }

    private static boolean matches(ByteBuffer numbers, RopeScaling.Llama3 candidate, double theta, int headWidth) {
        List<Float> divisors = GgufRopeScaling.divisors(candidate, theta, headWidth);
        for (int i = 0; i < divisors.size(); i++) {
            if (Math.abs(divisors.get(i) / numbers.getFloat(4 * i) - 1) > FACTOR_TOLERANCE) {
                return false;
            }
        }
        return true;
    }
}
