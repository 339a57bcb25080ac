package org.reformatted.finetune.model;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.reformatted.realign.base.Check;

/**
 * The shape of a LLaMA-architecture model and every constant its forward pass needs.
 *
 * @param architecture the model family
 * @param hiddenSize width of the residual stream
 * @param intermediateSize width inside the feed-forward block
 * @param layers number of decoder layers
 * @param attentionHeads number of query heads
 * @param keyValueHeads number of key/value heads; divides {@code attentionHeads}
 * @param headWidth width of one head, even
 * @param vocabularySize rows of the embedding
 * @param maxPositions longest sequence that the model was trained for, in tokens
 * @param rmsNormEpsilon added to the mean square in RMSNorm
 * @param ropeTheta base of the rotary frequencies
 * @param ropeScaling how the rotary frequencies are scaled
 * @param slidingWindow number of positions that a token attends to, including its own; absent for all positions
 * @param tiedEmbeddings whether the output head is the embedding
 * @param startToken {@code bos_token_id}, if there is one
 * @param endTokens {@code eos_token_id}: the tokens that end a text, perhaps none
 */
public record LlamaConfig(
        Architecture architecture,
        int hiddenSize,
        int intermediateSize,
        int layers,
        int attentionHeads,
        int keyValueHeads,
        int headWidth,
        int vocabularySize,
        int maxPositions,
        double rmsNormEpsilon,
        double ropeTheta,
        RopeScaling ropeScaling,
        OptionalInt slidingWindow,
        boolean tiedEmbeddings,
        OptionalInt startToken,
        List<Integer> endTokens) {
    /** Checks the ranges. */
    public LlamaConfig {
        endTokens = List.copyOf(endTokens);
        Check.argument(hiddenSize > 0, "hidden_size (%s) must be positive", hiddenSize);
        Check.argument(intermediateSize > 0, "intermediate_size (%s) must be positive", intermediateSize);
        Check.argument(layers > 0, "num_hidden_layers (%s) must be positive", layers);
        Check.argument(attentionHeads > 0, "num_attention_heads (%s) must be positive", attentionHeads);
        Check.argument(
                keyValueHeads > 0 && attentionHeads % keyValueHeads == 0,
                "num_key_value_heads (%s) must divide num_attention_heads (%s)",
                keyValueHeads,
                attentionHeads);
        Check.argument(headWidth > 0 && headWidth % 2 == 0, "head_dim (%s) must be positive and even", headWidth);
        Check.argument(vocabularySize > 0, "vocab_size (%s) must be positive", vocabularySize);
        Check.argument(maxPositions > 0, "max_position_embeddings (%s) must be positive", maxPositions);
        Check.argument(rmsNormEpsilon > 0, "rms_norm_eps (%s) must be positive", rmsNormEpsilon);
        Check.argument(ropeTheta > 0, "rope_theta (%s) must be positive", ropeTheta);
        Check.argument(slidingWindow.orElse(1) > 0, "sliding_window (%s) must be positive", slidingWindow);
    }

    /**
     * Creates a config with the constants of LLaMA-2: epsilon 1e-5, theta 10000, untied head, start token 1 and end token 2.
     *
     * @param hiddenSize width of the residual stream
     * @param intermediateSize width inside the feed-forward block
     * @param layers number of decoder layers
     * @param attentionHeads number of query heads
     * @param keyValueHeads number of key/value heads
     * @param vocabularySize rows of the embedding
     * @param maxPositions longest sequence, in tokens
     * @return the config
     */
    public static LlamaConfig llama(
            int hiddenSize,
            int intermediateSize,
            int layers,
            int attentionHeads,
            int keyValueHeads,
            int vocabularySize,
            int maxPositions) {
        return new LlamaConfig(
                Architecture.LLAMA,
                hiddenSize,
                intermediateSize,
                layers,
                attentionHeads,
                keyValueHeads,
                hiddenSize / Math.max(1, attentionHeads),
                vocabularySize,
                maxPositions,
                1e-5,
                10000,
                new RopeScaling.None(),
                OptionalInt.empty(),
                false,
                OptionalInt.of(1),
                List.of(2));
    }

    /**
     * LLaMA-2 7B, as config.json of meta-llama/Llama-2-7b-hf.
     *
     * @return the config
     */
    public static LlamaConfig llama2_7b() {
        return llama(4096, 11008, 32, 32, 32, 32000, 4096);
    }

    /**
     * LLaMA-2 13B, as config.json of meta-llama/Llama-2-13b-hf.
     *
     * @return the config
     */
    public static LlamaConfig llama2_13b() {
        return llama(5120, 13824, 40, 40, 40, 32000, 4096);
    }

    /**
     * LLaMA-2 70B, as config.json of meta-llama/Llama-2-70b-hf.
     *
     * @return the config
     */
    public static LlamaConfig llama2_70b() {
        return llama(8192, 28672, 80, 64, 8, 32000, 4096);
    }

    /**
     * Mistral 7B, as config.json of mistralai/Mistral-7B-v0.1.
     *
     * @return the config
     */
    public static LlamaConfig mistral_7b() {
        LlamaConfig base = llama(4096, 14336, 32, 32, 8, 32000, 32768);
        return new LlamaConfig(
                Architecture.MISTRAL,
                base.hiddenSize,
                base.intermediateSize,
                base.layers,
                base.attentionHeads,
                base.keyValueHeads,
                base.headWidth,
                base.vocabularySize,
                base.maxPositions,
                base.rmsNormEpsilon,
                base.ropeTheta,
                base.ropeScaling,
                OptionalInt.of(4096),
                base.tiedEmbeddings,
                base.startToken,
                base.endTokens);
    }

    /**
     * Finds a preset by its name in config files.
     *
     * @param name {@code llama2-7b}, {@code llama2-13b}, {@code llama2-70b} or {@code mistral-7b}
     * @return the config; empty for any other name
     */
    public static Optional<LlamaConfig> preset(String name) {
        return switch (name) {
            case "llama2-7b" -> Optional.of(llama2_7b());
            case "llama2-13b" -> Optional.of(llama2_13b());
            case "llama2-70b" -> Optional.of(llama2_70b());
            case "mistral-7b" -> Optional.of(mistral_7b());
            default -> Optional.empty();
        };
    }

    /**
     * Returns a copy with another number of rows in the embedding and the head.
     *
     * @param rows the new vocabulary size
     * @return a copy
     */
    public LlamaConfig withVocabularySize(int rows) {
        return new LlamaConfig(
                architecture,
                hiddenSize,
                intermediateSize,
                layers,
                attentionHeads,
                keyValueHeads,
                headWidth,
                rows,
                maxPositions,
                rmsNormEpsilon,
                ropeTheta,
                ropeScaling,
                slidingWindow,
                tiedEmbeddings,
                startToken,
                endTokens);
    }

    /**
     * Returns a copy with another architecture.
     *
     * @param other the architecture
     * @return a copy
     */
    public LlamaConfig with(Architecture other) {
        return new LlamaConfig(
                other,
                hiddenSize,
                intermediateSize,
                layers,
                attentionHeads,
                keyValueHeads,
                headWidth,
                vocabularySize,
                maxPositions,
                rmsNormEpsilon,
                ropeTheta,
                ropeScaling,
                slidingWindow,
                tiedEmbeddings,
                startToken,
                endTokens);
    }

    /**
     * Returns a copy with a separate output head.
     *
     * @return a copy
     */
    public LlamaConfig untied() {
        return new LlamaConfig(
                architecture,
                hiddenSize,
                intermediateSize,
                layers,
                attentionHeads,
                keyValueHeads,
                headWidth,
                vocabularySize,
                maxPositions,
                rmsNormEpsilon,
                ropeTheta,
                ropeScaling,
                slidingWindow,
                false,
                startToken,
                endTokens);
    }

    /**
     * Returns a copy with other end tokens.
     *
     * @param ids the tokens that end a text
     * @return a copy
     */
    public LlamaConfig withEndTokens(List<Integer> ids) {
        return new LlamaConfig(
                architecture,
                hiddenSize,
                intermediateSize,
                layers,
                attentionHeads,
                keyValueHeads,
                headWidth,
                vocabularySize,
                maxPositions,
                rmsNormEpsilon,
                ropeTheta,
                ropeScaling,
                slidingWindow,
                tiedEmbeddings,
                startToken,
                ids);
    }

    /**
     * Width of all query heads together.
     *
     * @return heads times head width
     */
    public int attentionWidth() {
        return attentionHeads * headWidth;
    }

    /**
     * Width of all key/value heads together.
     *
     * @return key/value heads times head width
     */
    public int keyValueWidth() {
        return keyValueHeads * headWidth;
    }
}
