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
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019, algorithm 2) on every parameter, with one native call for all parameters in a step.
 * Owns the moments, but not the gradients.
 *
 * <p>Parameters in bfloat16 lose updates that are small compared with the parameter. With states in float32 the optimizer therefore keeps a float32
 * master copy of each parameter; with states in bfloat16 it rounds stochastically, which takes a third of the memory. Sums of the gradients of
 * several batches have the same problem: with states in float32, the gradients are summed in float32.
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

    /** How a step rounds the parameters. */
    public enum Rounding {
        /** Parameters and moments are float32; parameters are updated in place. */
        NONE("step"),
        /** A float32 copy of the parameters is updated, and rounded to nearest. */
        MASTER("step_master"),
        /** The result is rounded up or down at random. */
        STOCHASTIC("step_stochastic");

        private final String method;

        Rounding(String method) {
            this.method = method;
        }
    }

    /**
     * Creates an optimizer with moments of 0.
     *
     * @param config its settings
     * @param parent gives the device
     * @param parameters the trained tensors, by name
     * @param gradients their gradients, by the same names; each step sets them to 0
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
     * How a step rounds the parameters.
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
            NDArray code = HostTransfer.createOnHost(scope, type.code());
            return kernel.apply(manager, "zeros", like, code).get(0);
        }
    }

    /**
     * How this optimizer rounds the parameters.
     *
     * @return the rounding
     */
    public Rounding rounding() {
        return rounding;
    }

    /**
     * Adds the gradients of one of several batches to float32 sums, if the gradients are bfloat16 and the states float32. Otherwise the gradients
     * stay in place, and the next backward pass adds to them.
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

    /** The accumulated gradients of the next step. */
    private List<NDArray> total() {
        return summed ? new ArrayList<>(sums.values()) : gradients;
    }

    /**
     * The norm of the gradient of all parameters together.
     *
     * @param owner owns the result
     * @return the Euclidean norm of the gradient accumulated since the last step, a float32 scalar on the device
     */
    NDArray gradientNorm(NDManager owner) {
        return kernel.run(owner, "norm", total()).get(0);
    }

    /**
     * Updates the parameters with the accumulated gradient, clipped to the clip norm, and sets the gradient to 0.
     *
     * @param rate the learning rate
     * @param count number of steps including this one, from 1
     * @param norm the value of {@link #gradientNorm}
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
     * The tensors of the optimizer, by their names in a saved state.
     *
     * @return {@code first.NAME} and {@code second.NAME} of each parameter, and {@code master.NAME} if there is a master copy
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
