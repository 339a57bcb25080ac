package org.reformatted.finetune.kernel;

/**
 * Ways to compute W x, as text of a script over a tensor {@code x} whose last dimension is W's second, and {@code w}; and x + W y, over rows, in the memory of x
 * where that saves a copy.
 */
public enum Product {
    /** The engine's own choice; the only one that calls with few rows should take. */
    PLAIN("torch.linear(x, w)", "torch.addmm_(x, y, torch.t(w[i]))"),

    /**
     * oneDNN's, which PyTorch itself takes for compiled graphs alone ({@code aten/src/ATen/native/mkldnn/Linear.cpp}). On an AMD processor it is a sixth
     * faster than the engine's choice, see BENCHMARKS.md. It lays W out again in each call and is not differentiable by the engine. An engine that was built
     * without oneDNN does not know the operator's name.
     */
    ONE_DNN(
            "ops.mkldnn._linear_pointwise(x, w, None, \"none\", annotate(List[Optional[number]], []), \"\")",
            "ops.mkldnn._linear_pointwise(y, x, w[i], None, \"add\")");

    private final String script;
    private final String ontoScript;

    Product(String script, String ontoScript) {
        this.script = script;
        this.ontoScript = ontoScript;
    }

    /**
     * The expression.
     *
     * @return text of a script
     */
    public String script() {
        return script;
    }

    /**
     * The expression of x + W y, of tensors (rows, width) and the weight {@code w[i]}.
     *
     * @return text of a script
     */
    public String ontoScript() {
        return ontoScript;
    }

    /**
     * A method that uses it, to see whether the engine knows it.
     *
     * @return text of a script
     */
    public String probe() {
        return "  def product(self, x: Tensor, w: Tensor) -> Tensor:\n    return " + script + "\n";
    }
}
