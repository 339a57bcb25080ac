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

/** How the weights of a model lie in memory. Each is held once, in whatever order. */
public enum WeightLayout {
    /** Each by itself, row by row: what training, saving and merging work with. */
    ROWS(Product.PLAIN),

    /** Each by itself, matrices column by column: the engine's product of a row with a matrix then reads memory at twice the speed. */
    COLUMNS(Product.PLAIN),

    /** Queries, keys and values as one matrix and gate and up as another, row by row: fewer products to start on a graphics device. */
    MERGED(Product.PLAIN),

    /**
     * Merged likewise, and every matrix in the order in which oneDNN's products with few rows read it. A head that is the embedding as well can't be in that
     * order, since rows are looked up in it: it lies column by column.
     */
    PACKED(Product.ONE_DNN);

    /**
     * The number of rows that oneDNN expects. Its order for 8 was the best or close to it for 1 to 256 rows, with AVX2 and AVX-512 alike; the one for
     * a single row costs up to half more at one, see BENCHMARKS.md.
     */
    private static final long ROWS_EXPECTED = 8;

    /** Positions among the kernels' weights of a layer of those that have the same input. */
    private static final List<List<Integer>> SHARED_INPUT = List.of(List.of(1, 2, 3), List.of(6, 7));

    /** The same with those that have an input of their own. */
    private static final List<List<Integer>> ALL = List.of(List.of(1, 2, 3), List.of(4), List.of(6, 7), List.of(8));

    /** A bias comes so many places after its weight. */
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

    /** The product that such weights are made for. */
    Product product() {
        return product;
    }

    /** Whether a layer's projections with the same input are one product. */
    boolean merged() {
        return this == MERGED || this == PACKED;
    }

    /**
     * Whether a weight is to be stored by columns when it is loaded.
     *
     * @param name its name
     * @param shape its dimensions
     * @param tied whether the head is the embedding
     * @return false where it stays by rows
     */
    public boolean byColumns(String name, Shape shape, boolean tied) {
        return switch (this) {
            case ROWS, MERGED -> false;
            case COLUMNS -> shape.dimension() == 2 && !name.equals(LlamaWeights.EMBEDDING);
            case PACKED -> tied && name.equals(LlamaWeights.EMBEDDING);
        };
    }

    /**
     * Replaces weights of a layer by those its kernels take; what is replaced is closed and leaves the map.
     *
     * @param owner owns the results
     * @param names of the layer's weights in the order of the kernels
     * @param weights of the model by name
     * @param none stands where there is none
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

    /** An engine without oneDNN knows nothing of packing. */
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

    /** The first of a group becomes what was made of all. */
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

    /** The head as its product takes it; a head of its own is replaced like a layer's weights. */
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
