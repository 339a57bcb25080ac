package org.reformatted.experiments.graph;

import java.util.List;
import java.util.Optional;
import org.reformatted.finetune.kernel.DeviceMemory;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.finetune.model.LlamaConfig;
import org.reformatted.finetune.model.LlamaWeights;
import org.reformatted.realign.llm.ChatRequest;

/**
 * The approximate memory of a model while it answers.
 *
 * @param weights the bytes of the weights
 * @param cache the bytes of keys and values for a batch of answers, each with its maximum length
 * @param rows the number of answers in the batch
 */
record GenerationMemoryEstimate(long weights, long cache, int rows) {
    /** Characters per token of a prompt, a low estimate. */
    private static final int CHARACTERS_A_TOKEN = 3;

    /**
     * The loaded model.
     *
     * @param shape the shape of the model
     * @param type the number type of its weights and its cache
     */
    record Model(LlamaConfig shape, NumberType type) {}

    static GenerationMemoryEstimate of(Model model, List<ChatRequest> requests, int batchRows) {
        long longest = requests.stream()
                .mapToLong(request -> request.turns().stream()
                                        .mapToLong(turn -> turn.text().length())
                                        .sum()
                                / CHARACTERS_A_TOKEN
                        + request.sampling().maxNewTokens())
                .max()
                .orElse(0);
        return of(model, longest, requests.size(), batchRows);
    }

    /**
     * Estimates the memory of a model.
     *
     * @param model the model
     * @param longest the number of tokens of the longest question with its answer
     * @param answers the number of answers
     * @param batchRows the maximum number of answers in a batch
     */
    static GenerationMemoryEstimate of(Model model, long longest, long answers, int batchRows) {
        LlamaConfig shape = model.shape;
        int rows = (int) Math.min(batchRows, Math.max(1, answers));
        long positions = Math.min(longest, shape.maxPositions());
        long number = model.type.bytes();
        return new GenerationMemoryEstimate(
                number * LlamaWeights.parameters(shape),
                2 * number * shape.layers() * shape.keyValueWidth() * positions * rows,
                rows);
    }

    long bytes() {
        return weights + cache;
    }

    /** The reason why the weights do not fit on a device. A cache that is too large is no reason, because it can be made smaller. */
    Optional<String> refusal(Optional<Long> device) {
        return device.filter(total -> weights > total)
                .map(total -> "its weights need " + DeviceMemory.gib(weights) + " GiB, and the device has "
                        + DeviceMemory.gib(total)
                        + "; choose another device, or serve the model and name it as an endpoint");
    }

    @Override
    public String toString() {
        return "about " + DeviceMemory.gib(bytes()) + " GiB (weights " + DeviceMemory.gib(weights) + ", cache of "
                + rows + " concurrent answers up to " + DeviceMemory.gib(cache) + "; a lower --batch-rows reduces it)";
    }
}
