package org.reformatted.finetune.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.List;

/**
 * Activations of a layer that forward saves for backward; closing it frees all but the output.
 *
 * @param scope owns the tensors
 * @param layer index of the layer, from 0
 * @param context of the rows
 * @param weights of the layer, with adapters and dropout masks
 * @param before n and r of the first norm, (B, T, D) and (B, T, 1); queries, keys and values, (B, N or K, T, H); n and r of the norms of queries' and
 *     keys' heads, if the architecture has these norms
 * @param attended the outputs of the heads, (B, T, N * H), and the tensors that the attention method keeps
 * @param after n and r of the second norm; gate and up, (B, T, F), and on the processor SiLU(gate) * up
 * @param output the residual stream after the layer, (B, T, D), not owned
 */
public record LayerActivations(
        NDManager scope,
        int layer,
        LlamaModel.Context context,
        List<NDArray> weights,
        NDList before,
        NDList attended,
        NDList after,
        NDArray output)
        implements AutoCloseable {
    @Override
    public void close() {
        scope.close();
    }
}
