package org.reformatted.finetune.weights;

import java.util.List;
import org.reformatted.finetune.model.LoraWeights;

/**
 * Adapters with what belongs to them in their model.
 *
 * @param adapters beside the model's projections, closed by the caller
 * @param whole Hugging Face names of the weights that are trained whole beside them
 * @param start {@code init_lora_weights} of their adapter_config.json: {@code pissa} or {@code olora} where the model's weights lack what the
 *     adapters began with, else {@link #PLAIN}
 */
public record LoadedAdapter(LoraWeights adapters, List<String> whole, String start) {
    /** The start of adapters that leave the model's weights as they are. */
    public static final String PLAIN = "true";

    /** Copies the list. */
    public LoadedAdapter {
        whole = List.copyOf(whole);
    }
}
