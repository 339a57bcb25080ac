package org.reformatted.experiments.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.reformatted.finetune.weights.GgufImport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes a Hugging Face folder of a model file of another program. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description =
                "Makes a Hugging Face folder of a GGUF file: config, tokenizer, chat template and weights. Quantised"
                        + " weights become float32.",
        footer = {"", "Example:", "  scripts/harness import --gguf model-Q4_K_M.gguf --to MODEL"})
final class ImportCommand implements Callable<Integer> {
    @Option(
            names = "--gguf",
            required = true,
            paramLabel = "FILE",
            description =
                    "A LLaMA or Mistral model as F32, F16, BF16, Q4_0, Q4_1, Q5_0, Q5_1, Q8_0, Q4_K, Q5_K or Q6_K.")
    Path gguf = Path.of("");

    @Option(names = "--to", required = true, paramLabel = "DIR", description = "The folder to write.")
    Path to = Path.of("");

    @Override
    public Integer call() {
        GgufImport.convert(gguf, to);
        System.out.println(to);
        return 0;
    }
}
