package org.reformatted.finetune.bench;

import java.nio.file.Path;
import java.util.Optional;
import org.reformatted.finetune.kernel.Torch;

/** Runs one step of {@link GpuBench} as a program. */
final class GpuBenchStep {
    private GpuBenchStep() {}

    /**
     * Runs a step and prints its line.
     *
     * @param args device, rounds, whether models are small, a folder for the parity check or an empty text, and the step
     */
    public static void main(String[] args) {
        Optional<Path> model =
                Optional.of(args[3]).filter(path -> !path.isEmpty()).map(Path::of);
        GpuBench bench =
                new GpuBench(Torch.device(args[0]), Integer.parseInt(args[1]), Boolean.parseBoolean(args[2]), model);
        System.out.println(bench.measure(args[4]));
    }
}
