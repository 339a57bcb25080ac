package org.reformatted.finetune.weights;

import java.util.List;
import org.reformatted.finetune.model.LoraWeights;

/**
 * Adapters with the other trained weights of their model.
 *
 * @param adapters of the model's projections, closed by the caller
 * @param whole Hugging Face names of the weights that are trained completely with them
 * @param start {@code init_lora_weights} of their adapter_config.json: {@code pissa} or {@code olora} if the initial values of the adapters were
 *     subtracted from the model's weights, else {@link #PLAIN}
 */
public record LoadedAdapter(LoraWeights adapters, List<String> whole, String start) {
    /** The start of adapters that do not change the model's weights. */
    public static final String PLAIN = "true";

    /** Copies the list. */
    public LoadedAdapter {
        whole = List.copyOf(whole);
    }
}
