package org.reformatted.finetune.weights;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.finetune.kernel.TensorBytes;
import org.reformatted.finetune.model.Architecture;
import org.reformatted.finetune.model.LlamaConfig;
import org.reformatted.finetune.model.LlamaModel;
import org.reformatted.finetune.model.LlamaWeights;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.text.SequenceTokens;
import org.reformatted.realign.text.Tokenizers;
import org.reformatted.realign.text.VocabularyPiece;

/**
 * Writes a model as one GGUF file for llama.cpp and programs that are built on it (ggml's docs/gguf.md; names and the order of rotary rows as in
 * llama.cpp's convert_hf_to_gguf.py). Weights keep the model's number type; norms and biases are float32.
 */
public final class GgufFile {
    private static final Map<String, String> PARTS = Map.ofEntries(
            Map.entry("input_layernorm", "attn_norm"),
            Map.entry("self_attn.q_proj", "attn_q"),
            Map.entry("self_attn.k_proj", "attn_k"),
            Map.entry("self_attn.v_proj", "attn_v"),
            Map.entry("self_attn.o_proj", "attn_output"),
            Map.entry("self_attn.q_norm", "attn_q_norm"),
            Map.entry("self_attn.k_norm", "attn_k_norm"),
            Map.entry("post_attention_layernorm", "ffn_norm"),
            Map.entry("mlp.gate_proj", "ffn_gate"),
            Map.entry("mlp.up_proj", "ffn_up"),
            Map.entry("mlp.down_proj", "ffn_down"));

    private GgufFile() {}

    /**
     * Converts a Hugging Face folder.
     *
     * @param folder the model's folder, with a {@code tokenizer.model} or a byte-level {@code tokenizer.json}
     * @param file the file to write; an existing file is replaced when the new one is complete
     * @throws InputException when the folder is not a model that this engine supports, or has a tokenizer, scaled positions, or start or end tokens
     *     that llama.cpp does not support
     */
    public static void convert(Path folder, Path file) {
        HuggingFaceCheckpoint checkpoint = HuggingFaceCheckpoint.open(folder);
        GgufVocabulary vocabulary = GgufVocabulary.read(folder);
        SequenceTokens sequence = Tokenizers.load(folder).sequence();
        GgufRopeScaling.requireKnown(checkpoint.config(), folder);
        GgufEnds ends = GgufEnds.of(sequence, checkpoint.endTokens(), folder);
        try (LlamaModel model = checkpoint.load(Device.cpu(), checkpoint.storedType())) {
            write(model, vocabulary, ends, ChatTemplates.read(folder), file);
        }
    }

    /**
     * Writes a model with a SentencePiece vocabulary.
     *
     * @param model any model
     * @param vocabulary the pieces by id, at most as many as the embedding has rows; the remaining rows get unused tokens
     * @param ends the start and end tokens
     * @param file the file to write; an existing file is replaced when the new one is complete
     * @throws InputException when llama.cpp does not support its scaling of positions
     */
    public static void write(LlamaModel model, List<VocabularyPiece> vocabulary, GgufEnds ends, Path file) {
        write(model, GgufVocabulary.sentencePiece(vocabulary), ends, Map.of(), file);
    }

    private static void write(
            LlamaModel model, GgufVocabulary vocabulary, GgufEnds ends, Map<String, String> templates, Path file) {
        GgufRopeScaling.requireKnown(model.config(), file);
        GgufHeader header = header(model);
        vocabulary.padded(model.config().vocabularySize()).put(header);
        ends.put(header);
        ChatTemplates.put(header, templates);
        List<Float> divisors = GgufRopeScaling.divisors(model.config());
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        try (FileChannel out = FileChannel.open(
                        partial,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE);
                TensorBytes bytes = new TensorBytes(model.manager())) {
            model.weights().forEach((name, weight) -> {
                NumberType type = type(model, weight);
                long length = LlamaWeights.elements(weight.getShape()) * type.bytes();
                header.tensor(ggufName(name), weight.getShape().getShape(), number(type), length);
            });
            if (!divisors.isEmpty()) {
                header.tensor(GgufRopeScaling.DIVISORS, new long[] {divisors.size()}, 0, 4L * divisors.size());
            }
            writeFully(out, header.bytes());
            for (Map.Entry<String, NDArray> weight : model.weights().entrySet()) {
                try (NDManager scope = model.manager().newSubManager()) {
                    NDArray rows = interleaved(scope, model.config(), weight.getKey(), weight.getValue());
                    writeFully(out, bytes.encode(rows, type(model, weight.getValue())));
                }
                writeFully(out, ByteBuffer.allocate((int) (GgufHeader.aligned(out.position()) - out.position())));
            }
            writeFully(out, littleEndian(divisors));
            out.force(true);
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static ByteBuffer littleEndian(List<Float> numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(GgufHeader.aligned(4L * numbers.size())))
                .order(ByteOrder.LITTLE_ENDIAN);
        numbers.forEach(bytes::putFloat);
        return bytes.rewind();
    }

    /** ggml's code of a tensor's type. */
    private static int number(NumberType type) {
        return switch (type) {
            case FLOAT32 -> 0;
            case FLOAT16 -> 1;
            case BFLOAT16 -> 30;
        };
    }

    /** llama.cpp's code of a file's type: all float32, mostly float16, mostly bfloat16. */
    private static int fileNumber(NumberType type) {
        return type == NumberType.BFLOAT16 ? 32 : number(type);
    }

    private static NumberType type(LlamaModel model, NDArray weight) {
        return weight.getShape().dimension() == 1 ? NumberType.FLOAT32 : model.type();
    }

    private static GgufHeader header(LlamaModel model) {
        LlamaConfig c = model.config();
        String name = architecture(c);
        GgufHeader header = new GgufHeader()
                .put("general.architecture", name)
                .put("general.file_type", fileNumber(model.type()))
                .put(name + ".vocab_size", c.vocabularySize())
                // llama.cpp has no window for this architecture; texts within the window do not need one
                .put(
                        name + ".context_length",
                        Math.min(c.maxPositions(), c.slidingWindow().orElse(Integer.MAX_VALUE)))
                .put(name + ".embedding_length", c.hiddenSize())
                .put(name + ".block_count", c.layers())
                .put(name + ".feed_forward_length", c.intermediateSize())
                .put(name + ".attention.head_count", c.attentionHeads())
                .put(name + ".attention.head_count_kv", c.keyValueHeads())
                .put(name + ".attention.key_length", c.headWidth())
                .put(name + ".attention.value_length", c.headWidth())
                .put(name + ".attention.layer_norm_rms_epsilon", (float) c.rmsNormEpsilon())
                .put(name + ".rope.dimension_count", c.headWidth())
                .put(name + ".rope.freq_base", (float) c.ropeTheta());
        GgufRopeScaling.put(header, c, name);
        return header;
    }

    /** llama.cpp's name of a weight. */
    static String ggufName(String name) {
        return switch (name) {
            case LlamaWeights.EMBEDDING -> "token_embd.weight";
            case LlamaWeights.NORM -> "output_norm.weight";
            case LlamaWeights.HEAD -> "output.weight";
            default -> {
                String[] words = name.replaceFirst("^model\\.layers\\.", "").split("\\.", 2);
                int end = words[1].lastIndexOf('.');
                yield "blk." + words[0] + "." + PARTS.get(words[1].substring(0, end)) + words[1].substring(end);
            }
        };
    }

    /** llama.cpp's name of the architecture: it treats Mistral as LLaMA. */
    private static String architecture(LlamaConfig c) {
        return isLlama(c) ? Architecture.LLAMA.modelType() : c.architecture().modelType();
    }

    static boolean isLlama(LlamaConfig c) {
        return c.architecture().is(Architecture.LLAMA) || c.architecture().is(Architecture.MISTRAL);
    }

    /**
     * Reorders the rows of queries and keys. The two rows of a rotary pair have a distance of half a head in Hugging Face's order. In llama.cpp's
     * order for LLaMA they are adjacent; for Qwen it has Hugging Face's order.
     */
    private static NDArray interleaved(NDManager scope, LlamaConfig c, String name, NDArray weight) {
        boolean rotary = name.contains(".q_proj.") || name.contains(".k_proj.");
        if (!rotary || !isLlama(c)) {
            return weight;
        }
        Shape shape = weight.getShape();
        NDArray halves =
                weight.reshape(shape.get(0) / c.headWidth(), 2, c.headWidth() / 2, shape.size() / shape.get(0));
        NDArray pairs = halves.transpose(0, 2, 1, 3).reshape(shape);
        halves.attach(scope);
        pairs.attach(scope);
        return pairs;
    }

    private static void writeFully(FileChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }
}
