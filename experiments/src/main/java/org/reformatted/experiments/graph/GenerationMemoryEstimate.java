package org.reformatted.experiments.graph;

import java.util.List;
import java.util.Optional;
import org.reformatted.finetune.kernel.DeviceMemory;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.finetune.model.LlamaConfig;
import org.reformatted.finetune.model.LlamaWeights;
import org.reformatted.realign.llm.ChatRequest;

/**
 * The memory that a model takes while it answers, about.
 *
 * @param weights bytes
 * @param cache bytes of keys and values of the answers that are written at a time, each as long as it may be
 * @param rows how many answers that is
 */
record GenerationMemoryEstimate(long weights, long cache, int rows) {
    /** Characters of a token of a prompt, rather few. */
    private static final int CHARACTERS_A_TOKEN = 3;

    /**
     * What is loaded.
     *
     * @param shape of the model
     * @param type of its weights and its cache
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
     * What a model takes.
     *
     * @param model the model
     * @param longest the tokens of the longest question with its answer
     * @param answers how many it writes
     * @param batchRows how many at a time, at most
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

    /** Why a device cannot hold the weights; a cache that is too large may be made smaller. */
    Optional<String> refusal(Optional<Long> device) {
        return device.filter(total -> weights > total)
                .map(total -> "its weights take " + DeviceMemory.gib(weights) + " GiB, and the device has "
                        + DeviceMemory.gib(total)
                        + "; choose another device, or serve the model and name it as an endpoint");
    }

    @Override
    public String toString() {
        return "about " + DeviceMemory.gib(bytes()) + " GiB (weights " + DeviceMemory.gib(weights) + ", cache of "
                + rows + " answers at once up to " + DeviceMemory.gib(cache) + "; --batch-rows lowers it)";
    }
}
