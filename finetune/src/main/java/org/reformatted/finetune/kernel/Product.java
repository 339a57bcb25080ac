package org.reformatted.finetune.kernel;

/** Ways to compute W x, as text of a script over a tensor {@code x} whose last dimension is W's second, and {@code w}. */
public enum Product {
    /** The engine's own choice; the only one that calls with few rows should take. */
    PLAIN("torch.linear(x, w)"),

    /**
     * oneDNN's, which PyTorch itself takes for compiled graphs alone ({@code aten/src/ATen/native/mkldnn/Linear.cpp}). On an AMD processor it is a sixth
     * faster than the engine's choice, see BENCHMARKS.md. It lays W out again in each call and is not differentiable by the engine. An engine that was built
     * without oneDNN does not know the operator's name.
     */
    ONE_DNN("ops.mkldnn._linear_pointwise(x, w, None, \"none\", annotate(List[Optional[number]], []), \"\")");

    private final String script;

    Product(String script) {
        this.script = script;
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
     * A method that uses it, to see whether the engine knows it.
     *
     * @return text of a script
     */
    public String probe() {
        return "  def product(self, x: Tensor, w: Tensor) -> Tensor:\n    return " + script + "\n";
    }
}
