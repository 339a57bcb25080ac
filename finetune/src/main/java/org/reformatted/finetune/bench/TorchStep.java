package org.reformatted.finetune.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.reformatted.finetune.model.LlamaConfig;
import org.reformatted.realign.base.Json;

/**
 * The same step in Python with PyTorch, such as Debian's with its package python3-torch.
 *
 * @param version of PyTorch
 * @param seconds median duration of a step
 * @param peak median operations per second of a matrix product in PyTorch
 */
record TorchStep(String version, double seconds, double peak) {
    private static final long PROBE_SECONDS = 60;

    /** Measures a step, if one of the commands is a Python with PyTorch. */
    static Optional<TorchStep> measure(
            List<String> pythons, LlamaConfig c, int rows, int length, int threads, int rounds) {
        return pythons.stream().filter(TorchStep::hasTorch).findFirst().flatMap(python -> {
            String settings = Json.line(Map.of(
                    "threads", threads,
                    "rounds", rounds,
                    "width", c.hiddenSize(),
                    "inner", c.intermediateSize(),
                    "heads", c.attentionHeads(),
                    "layers", c.layers(),
                    "vocabulary", c.vocabularySize(),
                    "rows", rows,
                    "length", length));
            return ExternalProgram.run(python, "torch_step.py", settings).map(TorchStep::parse);
        });
    }

    private static boolean hasTorch(String python) {
        try {
            Process probe = new ProcessBuilder(python, "-c", "import torch")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return probe.waitFor(PROBE_SECONDS, TimeUnit.SECONDS) && probe.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static TorchStep parse(JsonNode json) {
        return new TorchStep(
                json.path("torch").asText(),
                json.path("seconds").asDouble(),
                json.path("peak").asDouble());
    }
}
