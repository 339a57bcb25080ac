package org.reformatted.finetune.train.step;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.reformatted.finetune.kernel.HostTransfer;
import org.reformatted.finetune.kernel.Kernel;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.finetune.kernel.TensorBytes;
import org.reformatted.finetune.train.config.OptimizerConfig;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019, algorithm 2) on every parameter, all of them in one native call a step. Owns the
 * moments, and not the gradients.
 *
 * <p>Parameters in bfloat16 lose steps that are small beside them. With states in float32 the optimizer keeps a float32 master copy of each
 * parameter; with states in bfloat16 it rounds stochastically, which takes a third of the memory. Gradients of several batches would lose what is small
 * beside their sum as well: with states in float32 they are summed in float32.
 */
public final class AdamW implements AutoCloseable {
    private final OptimizerConfig config;
    private final NDManager manager;
    private final Kernel kernel;
    private final Map<String, NDArray> parameters;
    private final List<NDArray> gradients;
    private final Map<String, NDArray> first = new LinkedHashMap<>();
    private final Map<String, NDArray> second = new LinkedHashMap<>();
    private final Map<String, NDArray> master = new LinkedHashMap<>();
    private final Map<String, NDArray> sums = new LinkedHashMap<>();
    private final Rounding rounding;
    private boolean summed;

    /** How a step reaches the parameters. */
    public enum Rounding {
        /** Parameters and moments have one type and are stepped in place. */
        NONE("step"),
        /** A float32 copy of the parameters is stepped, and rounded to nearest. */
        MASTER("step_master"),
        /** The result is rounded up or down at random. */
        STOCHASTIC("step_stochastic");

        private final String method;

        Rounding(String method) {
            this.method = method;
        }
    }

    /**
     * Makes an optimizer whose moments are 0.
     *
     * @param config its settings
     * @param parent gives the device
     * @param parameters what it moves, by name
     * @param gradients by the same names: what it moves them along, set to 0 by each step
     */
    public AdamW(
            OptimizerConfig config, NDManager parent, Map<String, NDArray> parameters, Map<String, NDArray> gradients) {
        this.config = config;
        this.parameters = parameters;
        this.gradients = parameters.keySet().stream().map(gradients::get).toList();
        manager = parent.newSubManager();
        kernel = Kernel.load(
                manager,
                Map.of(
                        "beta1", config.betas().get(0),
                        "beta2", config.betas().get(1),
                        "decay", config.weightDecay(),
                        "epsilon", config.epsilon()),
                "optimizer");
        NumberType states = config.states().type();
        NumberType type = NumberType.of(parameters.values().iterator().next());
        rounding = rounding(type, states);
        parameters.forEach((name, parameter) -> {
            first.put(name, zeros(parameter, states));
            second.put(name, zeros(parameter, states));
        });
        if (rounding == Rounding.MASTER) {
            try (TensorBytes bytes = new TensorBytes(manager)) {
                parameters.forEach((name, parameter) -> master.put(name, bytes.convert(manager, parameter, states)));
            }
        }
    }

    /**
     * How a step reaches the parameters.
     *
     * @param type of the parameters
     * @param states type of the moments
     * @return master copies for float32 moments of bfloat16 parameters, stochastic rounding for bfloat16 moments
     */
    public static Rounding rounding(NumberType type, NumberType states) {
        if (states == NumberType.BFLOAT16) {
            return Rounding.STOCHASTIC;
        }
        return type == NumberType.FLOAT32 ? Rounding.NONE : Rounding.MASTER;
    }

    private NDArray zeros(NDArray like, NumberType type) {
        try (NDManager scope = manager.newSubManager()) {
            NDArray code = HostTransfer.keepHere(scope, type.code());
            return kernel.apply(manager, "zeros", like, code).get(0);
        }
    }

    /**
     * How this optimizer's steps reach the parameters.
     *
     * @return the way of rounding
     */
    public Rounding rounding() {
        return rounding;
    }

    /**
     * Takes the gradients of one batch of several: where they are bfloat16 and the states float32, they go into float32 sums; else they stay where
     * the next backward pass adds to them.
     */
    void accumulate() {
        if (rounding != Rounding.MASTER) {
            return;
        }
        if (sums.isEmpty()) {
            parameters.forEach((name, parameter) -> sums.put(name, zeros(parameter, NumberType.FLOAT32)));
        }
        kernel.run(manager, "add", new ArrayList<>(sums.values()), gradients);
        kernel.run(manager, "zero", gradients);
        summed = true;
    }

    /** What the next step goes along. */
    private List<NDArray> total() {
        return summed ? new ArrayList<>(sums.values()) : gradients;
    }

    /**
     * The length of the gradient over all parameters together.
     *
     * @param owner owns the result
     * @return its Euclidean norm, of what was accumulated since the last step: a float32 scalar on the device
     */
    NDArray gradientNorm(NDManager owner) {
        return kernel.run(owner, "norm", total()).get(0);
    }

    /**
     * Moves the parameters along the accumulated gradient, shortened to the clip norm where it is longer, and sets it to 0.
     *
     * @param rate the learning rate
     * @param count steps done with this one, from 1
     * @param norm the number of {@link #gradientNorm}
     */
    public void step(double rate, long count, double norm) {
        float excess = (float) Math.max(1, (norm + 1e-6) / config.clipNorm());
        try (NDManager scope = manager.newSubManager()) {
            List<Object> arguments = new ArrayList<>(List.of(
                    new ArrayList<>(parameters.values()),
                    total(),
                    new ArrayList<>(first.values()),
                    new ArrayList<>(second.values())));
            if (rounding == Rounding.MASTER) {
                arguments.add(new ArrayList<>(master.values()));
            }
            arguments.addAll(List.of((double) count, (double) excess, rate));
            kernel.run(scope, rounding.method, arguments.toArray());
        }
        kernel.run(manager, "zero", total());
        summed = false;
    }

    /**
     * What the optimizer remembers, by the names it has in a saved state.
     *
     * @return {@code first.NAME} and {@code second.NAME} of each parameter, and {@code master.NAME} where there is one
     */
    Map<String, NDArray> moments() {
        Map<String, NDArray> moments = new LinkedHashMap<>();
        first.forEach((name, moment) -> moments.put("first." + name, moment));
        second.forEach((name, moment) -> moments.put("second." + name, moment));
        master.forEach((name, copy) -> moments.put("master." + name, copy));
        return moments;
    }

    @Override
    public void close() {
        kernel.close();
        manager.close();
    }
}
