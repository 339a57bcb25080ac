package org.reformatted.experiments.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.reformatted.finetune.weights.GgufFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes a model for llama.cpp. */
@Command(
        name = "gguf",
        mixinStandardHelpOptions = true,
        description =
                "Writes a model as one GGUF file for llama.cpp, Ollama and other programs that read GGUF; numbers keep"
                        + " their type.",
        footer = {"", "Example:", "  scripts/harness gguf --model MODEL --to model.gguf"})
final class GgufCommand implements Callable<Integer> {
    @Option(names = "--model", required = true, paramLabel = "DIR", description = "A Hugging Face folder.")
    Path model = Path.of("");

    @Option(names = "--to", required = true, paramLabel = "FILE", description = "The file to write.")
    Path to = Path.of("");

    @Override
    public Integer call() {
        GgufFile.convert(model, to);
        System.out.println(to);
        return 0;
    }
}
