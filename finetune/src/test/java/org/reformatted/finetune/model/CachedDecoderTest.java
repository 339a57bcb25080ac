package org.reformatted.finetune.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.reformatted.finetune.Golden;
import org.reformatted.finetune.Shared;
import org.reformatted.finetune.kernel.NumberType;

class CachedDecoderTest {
    private static final int[] FIRST = {1, 403, 407, 261, 378};
    private static final int[] SECOND = {1, 9, 8};
    private static final int[] THIRD = {1, 44, 55, 66, 77, 88, 99};

    @Test
    void greedyDecodingAgreesWithTheReference() {
        int[] wanted = Golden.ints(Golden.at("/greedy"));
        try (LlamaModel model = Shared.loadStories260K();
                NDManager memory = model.manager().newSubManager()) {
            CachedDecoder decoder = new CachedDecoder(model);
            KvCache cache = decoder.newCache(memory, 1, wanted.length);
            int[] found = {1};
            NDArray logits = decoder.prefill(memory, cache, new int[][] {{1}});
            while (found.length < wanted.length) {
                int next = (int) logits.argMax(-1).getLong(0);
                found = Arrays.copyOf(found, found.length + 1);
                found[found.length - 1] = next;
                if (found.length < wanted.length) {
                    logits = decoder.decode(memory, cache, new int[] {next});
                }
            }
            assertThat(found).containsExactly(wanted);
        }
    }

    @Test
    void cachedDecodingEqualsTheFullForwardPass() {
        try (LlamaModel model = Shared.loadStories260K()) {
            assertCachedEqualsFull(model);
        }
    }

    @Test
    void cachedDecodingEqualsTheFullForwardPassInAWindow() {
        LlamaConfig config = new LlamaConfig(
                Architecture.MISTRAL,
                32,
                48,
                2,
                4,
                2,
                8,
                512,
                64,
                1e-5,
                10000,
                new RopeScaling.Linear(2),
                OptionalInt.of(4),
                true,
                OptionalInt.of(1),
                List.of(2));
        try (LlamaModel model = LlamaInitializer.random(config, Device.cpu(), NumberType.FLOAT32, 3)) {
            assertCachedEqualsFull(model);
        }
    }

    private static void assertCachedEqualsFull(LlamaModel model) {
        try (NDManager memory = model.manager().newSubManager()) {
            CachedDecoder decoder = new CachedDecoder(model);
            KvCache cache = decoder.newCache(memory, 3, 16);
            decoder.prefill(memory, cache, new int[][] {FIRST, SECOND});
            decoder.decode(memory, cache, new int[] {10, 20});
            decoder.prefill(memory, cache, new int[][] {THIRD});
            assertRow(
                    model,
                    memory,
                    decoder.decode(memory, cache, new int[] {11, 21, 31}).get(1),
                    1,
                    9,
                    8,
                    20,
                    21);
            decoder.drop(cache, 0);
            NDArray logits = decoder.decode(memory, cache, new int[] {32, 22});
            assertThat(cache.rows()).isEqualTo(2);
            assertThat(cache.length(0)).isEqualTo(9);
            assertRow(model, memory, logits.get(0), 1, 44, 55, 66, 77, 88, 99, 31, 32);
            assertRow(model, memory, logits.get(1), 1, 9, 8, 20, 21, 22);
        }
    }

    private static void assertRow(LlamaModel model, NDManager memory, NDArray cached, int... ids) {
        float[] full = model.logits(memory, TokenRows.of(memory, new int[][] {ids}))
                .get(0)
                .get(ids.length - 1)
                .toFloatArray();
        float[] found = cached.toFloatArray();
        for (int i = 0; i < full.length; i++) {
            assertThat(found[i]).isCloseTo(full[i], within(3e-5f));
        }
    }

    @Test
    void aStepReadsTheCacheUpToAMultipleBehindItsLongestRow() {
        assertThat(CachedDecoder.span(new long[] {3, 15, 0}, 100, 16)).isEqualTo(16);
        assertThat(CachedDecoder.span(new long[] {3, 16, 0}, 100, 16)).isEqualTo(32);
        assertThat(CachedDecoder.span(new long[] {98}, 100, 16))
                .as("at most all")
                .isEqualTo(100);
    }
}
