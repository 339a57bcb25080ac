package org.reformatted.finetune.generate;

import org.reformatted.finetune.kernel.DeviceMemory;
import org.reformatted.finetune.model.LlamaConfig;
import org.reformatted.realign.base.InputException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The memory of generation in addition to the weights, in bytes.
 *
 * <p>Letters: L layers, K width of the keys and of the values of a token, D hidden size, A width of all query heads, F width inside the feed-forward
 * block, V vocabulary, s bytes per number in the model's precision.
 *
 * @param row of one answer: a row of the cache, which is 2 L K s for each token of the longest answer with its prompt; and for sampling, V times
 *     three float32 numbers with an index each
 * @param spare an additional row of the cache, for sequences that are computed alone
 * @param prompts activations of the prompts that are processed at a time: s (4 D + 2 A + 4 K + 3 F) and the mask for each token
 */
record GenerationMemory(long row, long spare, long prompts) {
    private static final Logger LOG = LoggerFactory.getLogger(GenerationMemory.class);
    private static final int DRAWING = 3 * (4 + 8);

    /** The usable fraction of free memory; the allocator may lose the rest between blocks. */
    private static final double USABLE = 0.95;

    /**
     * Computes the memory.
     *
     * @param model the shape of the model
     * @param bytes per number in its precision
     * @param capacity number of tokens of the longest answer with its prompt
     * @param chunk number of prompt tokens that are processed at a time
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
     * The number of answers that can be generated at a time. Logs the plan, and warns if the number is smaller than wanted.
     *
     * @param wanted the number that the options and the requests allow
     * @param free free bytes on the device after the weights are loaded
     * @param device its name, for messages
     * @return between 1 and {@code wanted}
     * @throws InputException when not even one answer fits
     */
    int rows(int wanted, long free, String device) {
        long usable = (long) (USABLE * free) - spare - prompts;
        if (usable < row) {
            throw InputException.at(
                    "generation",
                    device + " has " + DeviceMemory.gib(free) + " GiB free after loading the weights",
                    DeviceMemory.gib(need(1)) + " GiB for one answer at a time",
                    "lower the limit of new tokens, or choose bfloat16, a smaller model or another device");
        }
        int rows = (int) Math.min(wanted, usable / row);
        if (rows < wanted) {
            LOG.warn(
                    "{} answers at a time need {} GiB in addition to the weights, but {} has {} GiB free: using {}",
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
     * The memory of a number of answers.
     *
     * @param rows number of answers generated at a time
     * @return bytes
     */
    long need(int rows) {
        return rows * row + spare + prompts;
    }
}
