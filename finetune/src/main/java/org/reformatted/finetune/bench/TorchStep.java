package org.reformatted.finetune.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.reformatted.finetune.model.LlamaConfig;
import org.reformatted.realign.base.Json;

/**
 * The same step in a Python that has PyTorch, such as Debian's with its package python3-torch.
 *
 * @param version PyTorch's
 * @param seconds of a step, the median
 * @param peak operations a second of a matrix product there, the median
 */
record TorchStep(String version, double seconds, double peak) {
    private static final long PROBE_SECONDS = 60;

    /** Measures, when there is such a Python. */
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
            return run(python, settings);
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

    private static Optional<TorchStep> run(String python, String settings) {
        try (InputStream script = TorchStep.class.getResourceAsStream("torch_step.py")) {
            Process process = new ProcessBuilder(python, "-", settings)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (OutputStream in = process.getOutputStream()) {
                in.write(java.util.Objects.requireNonNull(script).readAllBytes());
            }
            byte[] printed = process.getInputStream().readAllBytes();
            return process.waitFor() == 0 ? Optional.of(parse(printed)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static TorchStep parse(byte[] printed) throws IOException {
        try {
            JsonNode json = Json.MAPPER.readTree(printed);
            return new TorchStep(
                    json.path("torch").asText(),
                    json.path("seconds").asDouble(),
                    json.path("peak").asDouble());
        } catch (JsonProcessingException e) {
            throw new IOException("the script printed no JSON", e);
        }
    }
}
