package org.reformatted.finetune.generate;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.Optional;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.finetune.kernel.Torch;
import org.reformatted.finetune.model.Backend;
import org.reformatted.finetune.weights.HuggingFaceCheckpoint;
import org.reformatted.realign.base.Check;

/**
 * The device and other settings of generation. Only the precision changes an answer.
 *
 * @param device the device of the model
 * @param type the number type of the computation
 * @param batchRows the maximum number of answers generated at a time
 */
public record GenerationOptions(Device device, NumberType type, int batchRows) {
    /** Checks the rows. */
    public GenerationOptions {
        Check.argument(batchRows > 0, "batchRows (%s) must be positive", batchRows);
    }

    /**
     * The processor, float32, 16 answers at a time.
     *
     * @return the options
     */
    public static GenerationOptions cpu() {
        return new GenerationOptions(Device.cpu(), NumberType.FLOAT32, 16);
    }

    /**
     * Reads the settings from their names.
     *
     * @param device {@code cpu}, {@code gpu} or {@code gpu1}
     * @param threads cores that an operator may use
     * @param batchRows the maximum number of answers generated at a time
     * @param type the number type of the computation; in bfloat16 an answer may depend on the other answers of the batch if two tokens have nearly
     *     the same logits
     * @return the options
     */
    public static GenerationOptions of(String device, int threads, int batchRows, NumberType type) {
        Torch.setThreads(threads);
        return new GenerationOptions(Torch.device(device), type, batchRows);
    }

    /**
     * Reads the settings from their names, for a checkpoint.
     *
     * @param folder a Hugging Face folder
     * @param device {@code cpu}, {@code gpu} or {@code gpu1}
     * @param threads cores that an operator may use
     * @param batchRows the maximum number of answers generated at a time
     * @param type the number type of the computation; if absent, {@link Backend#generationType} of the stored weights' type
     * @return the options
     */
    public static GenerationOptions of(
            Path folder, String device, int threads, int batchRows, Optional<NumberType> type) {
        return of(
                device,
                threads,
                batchRows,
                type.orElseGet(() -> Backend.generationType(
                        Torch.device(device),
                        () -> HuggingFaceCheckpoint.open(folder).storedType())));
    }
}
