package org.reformatted.finetune.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.reformatted.finetune.kernel.Kernel;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.finetune.kernel.Product;

/** The memory layout of a model's weights. Every layout stores each weight once. */
public enum WeightLayout {
    /** Each weight is separate and stored row by row. Training, saving and merging need this layout. */
    ROWS(Product.PLAIN),

    /**
     * Each weight is separate, matrices are stored column by column: the engine's product of a row with a matrix then reads memory at twice the
     * speed.
     */
    COLUMNS(Product.PLAIN),

    /** Queries, keys and values form one matrix, gate and up another, both row by row: a graphics device has fewer products to start. */
    MERGED(Product.PLAIN),

    /**
     * As {@link #MERGED}, with every matrix packed in the order in which oneDNN's products with few rows read it. A tied head cannot be packed, since
     * the embedding of a token is a row of it: it is stored column by column.
     */
    PACKED(Product.ONE_DNN);

    /**
     * The number of rows that oneDNN expects. Its order for 8 rows was the fastest or nearly the fastest for 1 to 256 rows, both with AVX2 and with
     * AVX-512. The order for 1 row takes up to half more time at 1 row, see BENCHMARKS.md.
     */
    private static final long ROWS_EXPECTED = 8;

    /** Groups of indices into a layer's weights, in the order of the kernels: projections with the same input. */
    private static final List<List<Integer>> SHARED_INPUT = List.of(List.of(1, 2, 3), List.of(6, 7));

    /** As {@link #SHARED_INPUT}, with the projections that have a separate input. */
    private static final List<List<Integer>> ALL = List.of(List.of(1, 2, 3), List.of(4), List.of(6, 7), List.of(8));

    /** The index of a bias is greater than that of its weight by this number. */
    private static final int BIASES = 9;

    private static final String PROBE =
            "  def pack(self, w: Tensor) -> Tensor:\n    return ops.mkldnn._reorder_linear_weight(w, 1)\n";

    private final Product product;

    WeightLayout(Product product) {
        this.product = product;
    }

    /**
     * The fastest layout for generation.
     *
     * @param device where the model computes
     * @param type of its numbers
     * @return the layout
     */
    public static WeightLayout forGeneration(Device device, NumberType type) {
        if (device.isGpu()) {
            return MERGED;
        }
        boolean packs =
                type == NumberType.FLOAT32 && Kernel.compiles(Product.ONE_DNN.probe()) && Kernel.compiles(PROBE);
        return packs ? PACKED : COLUMNS;
    }

    /** The product that the layout is for. */
    Product product() {
        return product;
    }

    /** Whether a layer's projections with the same input are merged into one product. */
    boolean merged() {
        return this == MERGED || this == PACKED;
    }

    /**
     * Whether a weight must be stored by columns when it is loaded.
     *
     * @param name its name
     * @param shape its dimensions
     * @param tied whether the head is the embedding
     * @return false if it stays by rows
     */
    public boolean byColumns(String name, Shape shape, boolean tied) {
        return switch (this) {
            case ROWS, MERGED -> false;
            case COLUMNS -> shape.dimension() == 2 && !name.equals(LlamaWeights.EMBEDDING);
            case PACKED -> tied && name.equals(LlamaWeights.EMBEDDING);
        };
    }

    /**
     * Replaces the weights of a layer by those in this layout. Replaced weights are closed and removed from the map.
     *
     * @param owner owns the results
     * @param names of the layer's weights in the order of the kernels
     * @param weights of the model by name
     * @param none the placeholder for a missing weight
     * @return the weights in the order of the kernels
     */
    List<NDArray> layer(NDManager owner, List<String> names, Map<String, NDArray> weights, NDArray none) {
        List<NDArray> own = new ArrayList<>(
                names.stream().map(name -> weights.getOrDefault(name, none)).toList());
        if (merged()) {
            try (Kernel packing = kernel(owner)) {
                for (List<Integer> group : this == PACKED ? ALL : SHARED_INPUT) {
                    replace(group, matrix(packing, owner, parts(own, group)), names, weights, own, none);
                    List<Integer> biases = group.stream().map(i -> BIASES + i).toList();
                    if (weights.containsKey(names.get(biases.get(0)))) {
                        NDArray merged =
                                packing.run(owner, "merge", parts(own, biases)).get(0);
                        replace(biases, merged, names, weights, own, none);
                    }
                }
            }
        }
        return own;
    }

    /** Loads the packing script for {@link #PACKED} only: an engine without oneDNN cannot compile it. */
    private Kernel kernel(NDManager owner) {
        return this == PACKED
                ? Kernel.load(owner, Map.of(), "merging", "packing")
                : Kernel.load(owner, Map.of(), "merging");
    }

    private NDArray matrix(Kernel packing, NDManager owner, List<NDArray> parts) {
        return (this == PACKED ? packing.run(owner, "pack", parts, ROWS_EXPECTED) : packing.run(owner, "merge", parts))
                .get(0);
    }

    private static List<NDArray> parts(List<NDArray> own, List<Integer> group) {
        return group.stream().map(own::get).toList();
    }

    /** Puts the merged weight in the place of the first of a group, and removes the others. */
    private static void replace(
            List<Integer> group,
            NDArray made,
            List<String> names,
            Map<String, NDArray> weights,
            List<NDArray> own,
            NDArray none) {
        for (int i : group) {
            own.get(i).close();
            weights.remove(names.get(i));
            own.set(i, none);
        }
        own.set(group.get(0), made);
    }

    /** Returns the head in this layout; a separate head is replaced as the weights of a layer are. */
    NDArray head(NDManager owner, NDArray head, boolean tied) {
        if (this != PACKED || tied) {
            return head;
        }
        try (Kernel packing = kernel(owner)) {
            NDArray packed =
                    packing.run(owner, "pack", List.of(head), ROWS_EXPECTED).get(0);
            head.close();
            return packed;
        }
    }
}
