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
 * Where and how a checkpoint runs. None of it changes an answer but for the precision.
 *
 * @param device where it lives
 * @param type what it computes with
 * @param batchRows most answers written at a time
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
     * @param threads cores an operator may use
     * @param batchRows most answers written at a time
     * @param type what it computes with; in bfloat16 an answer may depend on its neighbours where two tokens are nearly tied
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
     * @param threads cores an operator may use
     * @param batchRows most answers written at a time
     * @param type what it computes with; absent for {@link Backend#generationType} of the type that the weights are stored in
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
