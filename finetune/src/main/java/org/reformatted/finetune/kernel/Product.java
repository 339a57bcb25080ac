package org.reformatted.finetune.kernel;

/**
 * Ways to compute W x, as text of a script: {@code w} is the weight, and the last dimension of the tensor {@code x} is the second of W. Also x + W y
 * over rows, computed in the memory of x where that saves a copy.
 */
public enum Product {
    /** The engine chooses the kernel. Calls with few rows should use only this. */
    PLAIN("torch.linear(x, w)", "torch.addmm_(x, y, torch.t(w[i]))"),

    /**
     * The kernel of oneDNN, which PyTorch itself uses for compiled graphs only ({@code aten/src/ATen/native/mkldnn/Linear.cpp}). On an AMD processor
     * it is a sixth faster than the engine's choice, see BENCHMARKS.md. It reorders W in each call, and the engine cannot differentiate it. An engine
     * that was built without oneDNN lacks the operator.
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
     * The expression of W x.
     *
     * @return text of a script
     */
    public String script() {
        return script;
    }

    /**
     * The expression of x + W y, for tensors (rows, width) and the weight {@code w[i]}.
     *
     * @return text of a script
     */
    public String ontoScript() {
        return ontoScript;
    }

    /**
     * A method with the expression, to test whether the engine supports it.
     *
     * @return text of a script
     */
    public String probe() {
        return "  def product(self, x: Tensor, w: Tensor) -> Tensor:\n    return " + script + "\n";
    }
}
