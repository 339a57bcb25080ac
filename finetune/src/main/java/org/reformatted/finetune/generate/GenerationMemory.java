package org.reformatted.finetune.generate;

import org.reformatted.finetune.kernel.DeviceMemory;
import org.reformatted.finetune.model.LlamaConfig;
import org.reformatted.realign.base.InputException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The memory that writing answers takes beside the weights, in bytes.
 *
 * <p>Letters: L layers, K width of the keys and of the values of a token, D hidden size, A width of all query heads, F width inside the feed-forward
 * block, V vocabulary, s bytes of a number in the model's precision.
 *
 * @param row 2 L K s for each token of the longest answer with its prompt: a row of the cache; and of V three numbers in float32 with an index each,
 *     to draw from
 * @param spare a row more, for answers that are computed alone
 * @param prompts activations of the prompts that are read at a time: for each token s (4 D + 2 A + 4 K + 3 F), the mask beside it
 */
record GenerationMemory(long row, long spare, long prompts) {
    private static final Logger LOG = LoggerFactory.getLogger(GenerationMemory.class);
    private static final int DRAWING = 3 * (4 + 8);

    /** What the allocator may lose between blocks. */
    private static final double USABLE = 0.95;

    /**
     * Counts it.
     *
     * @param model the model's sizes
     * @param bytes of a number in its precision
     * @param capacity tokens of the longest answer with its prompt
     * @param chunk tokens of prompts that are read at a time
     * @return the memory
     */
    static GenerationMemory of(LlamaConfig model, int bytes, int capacity, int chunk) {
        long width = model.keyValueWidth();
        long cache = 2L * model.layers() * width * bytes * capacity;
        long token = bytes
                * (4L * model.hiddenSize() + 2L * model.attentionWidth() + 4 * width + 3L * model.intermediateSize());
        long tokens = Math.max(chunk, capacity);
        return new GenerationMemory(
                cache + (long) DRAWING * model.vocabularySize(), cache, tokens * (token + (long) bytes * capacity));
    }

    /**
     * How many answers can be written at a time. Logs the plan, and warns where it is fewer than wanted.
     *
     * @param wanted as many as the options and the requests allow
     * @param free bytes that are free on the device, the weights loaded
     * @param device its name, for messages
     * @return between 1 and {@code wanted}
     * @throws InputException when not even one fits
     */
    int rows(int wanted, long free, String device) {
        long usable = (long) (USABLE * free) - spare - prompts;
        if (usable < row) {
            throw InputException.at(
                    "generation",
                    device + " has " + DeviceMemory.gib(free) + " GiB free beside the weights",
                    DeviceMemory.gib(need(1)) + " GiB for one answer at a time",
                    "ask for fewer new tokens, or choose bfloat16, a smaller model or another device");
        }
        int rows = (int) Math.min(wanted, usable / row);
        if (rows < wanted) {
            LOG.warn(
                    "{} answers at a time would need {} GiB beside the weights and {} has {} GiB free: {} at a time",
                    wanted,
                    DeviceMemory.gib(need(wanted)),
                    device,
                    DeviceMemory.gib(free),
                    rows);
        }
        LOG.debug(
                "generation memory: {} GiB for {} answers at a time, of {} GiB free",
                DeviceMemory.gib(need(rows)),
                rows,
                DeviceMemory.gib(free));
        return rows;
    }

    /**
     * What a number of answers takes.
     *
     * @param rows answers written at a time
     * @return bytes
     */
    long need(int rows) {
        return rows * row + spare + prompts;
    }
}
