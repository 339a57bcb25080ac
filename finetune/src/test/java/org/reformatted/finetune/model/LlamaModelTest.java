package org.reformatted.finetune.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.finetune.Golden;
import org.reformatted.finetune.Shared;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.finetune.weights.HuggingFaceCheckpoint;
import org.reformatted.realign.base.Json;

class LlamaModelTest {
    @Test
    void logitsAgreeWithTheReference() {
        JsonNode golden = Golden.at("/logits");
        try (LlamaModel model = Shared.loadStories260K();
                NDManager step = model.manager().newSubManager()) {
            TokenRows rows = TokenRows.of(step, new int[][] {Golden.ints(golden.get("ids"))});
            NDArray logits = model.logits(step, rows);
            assertGolden(logits, golden.get("positions"), golden.get("values"));
        }
    }

    @Test
    void linearScalingOfPositionsAgreesWithTheReference(@TempDir Path folder) throws IOException {
        Path source = Shared.stories260K();
        Files.copy(source.resolve("model.safetensors"), folder.resolve("model.safetensors"));
        ObjectNode config = Json.read(source.resolve("config.json"), ObjectNode.class);
        config.putObject("rope_scaling")
                .put("type", "linear")
                .put("factor", Golden.at("/linear/factor").asDouble());
        Files.writeString(folder.resolve("config.json"), config.toString());
        try (LlamaModel model = HuggingFaceCheckpoint.open(folder).load(Device.cpu(), NumberType.FLOAT32);
                NDManager step = model.manager().newSubManager()) {
            TokenRows rows = TokenRows.of(step, new int[][] {Golden.ints(Golden.at("/logits/ids"))});
            assertGolden(model.logits(step, rows), Golden.at("/logits/positions"), Golden.at("/linear/values"));
        }
    }

    private static void assertGolden(NDArray logits, JsonNode positions, JsonNode values) {
        for (int i = 0; i < positions.size(); i++) {
            double[] wanted = Golden.numbers(values.get(i));
            float[] found = logits.get(0).get(positions.get(i).asLong()).toFloatArray();
            for (int token = 0; token < wanted.length; token++) {
                assertThat((double) found[token]).isCloseTo(wanted[token], within(1e-4));
            }
        }
    }

    @Test
    void paddingAndNeighboursChangeNothing() {
        int[] shorter = {1, 403, 407, 261};
        int[] longer = {1, 378, 432, 383, 286, 261, 376, 298, 315, 421};
        try (LlamaModel model = Shared.loadStories260K();
                NDManager step = model.manager().newSubManager()) {
            NDArray alone = model.logits(step, TokenRows.of(step, new int[][] {shorter}));
            NDArray together = model.logits(step, TokenRows.of(step, new int[][] {longer, shorter}));
            assertClose(together.get("1,0:4"), alone.get(0));
        }
    }

    @Test
    void packedExamplesDoNotSeeEachOther() {
        int[] first = {1, 403, 407, 261};
        int[] second = {1, 378, 432, 383, 286, 261};
        int[] row = Arrays.copyOf(first, 10);
        System.arraycopy(second, 0, row, 4, 6);
        try (LlamaModel model = Shared.loadStories260K();
                NDManager step = model.manager().newSubManager()) {
            TokenRows packed = TokenRows.packed(
                    step, new int[][] {row}, new int[][] {{0, 1, 2, 3, 0, 1, 2, 3, 4, 5}}, new int[][] {
                        {0, 0, 0, 0, 1, 1, 1, 1, 1, 1}
                    });
            NDArray together = model.logits(step, packed);
            assertClose(
                    together.get("0,0:4"),
                    model.logits(step, TokenRows.of(step, new int[][] {first})).get(0));
            assertClose(
                    together.get("0,4:10"),
                    model.logits(step, TokenRows.of(step, new int[][] {second})).get(0));
        }
    }

    private static void assertClose(NDArray found, NDArray wanted) {
        float[] a = found.toFloatArray();
        float[] b = wanted.toFloatArray();
        assertThat(a).hasSameSizeAs(b);
        for (int i = 0; i < a.length; i++) {
            assertThat(a[i]).isCloseTo(b[i], within(2e-5f));
        }
    }
}
