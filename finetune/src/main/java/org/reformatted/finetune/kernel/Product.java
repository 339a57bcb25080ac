package org.reformatted.finetune.kernel;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;

/** Ways to compute W x, as text of a script over a tensor {@code x} whose last dimension is W's second, and {@code w}. */
public final class Product {
    /** The engine's own choice; the only one that calls with few rows should take. */
    public static final String PLAIN = "torch.linear(x, w)";

    /**
     * oneDNN's, which PyTorch itself takes for compiled graphs alone ({@code aten/src/ATen/native/mkldnn/Linear.cpp}). On an AMD processor it is a sixth
     * faster than the engine's choice, see BENCHMARKS.md. It lays W out anew in each call and is not differentiable by the engine.
     */
    private static final String ONE_DNN =
            "ops.mkldnn._linear_pointwise(x, w, None, \"none\", annotate(List[Optional[number]], []), \"\")";

    private Product() {}

    /**
     * The fastest for many rows.
     *
     * @param manager on whose device it runs
     * @param type of the numbers
     * @return text of a script
     */
    public static String fastest(NDManager manager, NumberType type) {
        boolean candidate = !manager.getDevice().isGpu() && type == NumberType.FLOAT32;
        return candidate && compiles(manager, ONE_DNN) ? ONE_DNN : PLAIN;
    }

    /** An engine that was built without oneDNN does not know the operator's name. */
    private static boolean compiles(NDManager manager, String product) {
        String source = "  def product(self, x: Tensor, w: Tensor) -> Tensor:\n    return " + product + "\n";
        try (Kernel kernel = Kernel.compile(manager, source)) {
            return true;
        } catch (EngineException e) {
            return false;
        }
    }
}
