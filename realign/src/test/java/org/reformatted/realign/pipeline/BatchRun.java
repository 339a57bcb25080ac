package org.reformatted.realign.pipeline;

import java.nio.file.Path;
import java.util.Map;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.config.ConfigBinder;
import org.reformatted.realign.llm.CheckpointConfig;

/** Realigns a file through a stub batch service; a program of its own, so that tests can kill it. */
final class BatchRun {
    private BatchRun() {}

    /**
     * Runs.
     *
     * @param arguments the service's address, the input, the folder for the output, requests a batch
     */
    public static void main(String[] arguments) {
        System.out.println(
                run(arguments[0], Path.of(arguments[1]), Path.of(arguments[2]), Integer.parseInt(arguments[3]), "")
                        .total());
    }

    static RealignSummary run(String base, Path input, Path out, int requests, String settings) {
        RealignConfig config = config(requests, settings);
        return RealignPipeline.run(
                config,
                name -> input,
                CheckpointConfig.Opener.NONE,
                Map.of("OPENAI_BASE_URL", base, "OPENAI_API_KEY", "sk-stub-0123456789"),
                out,
                Progress.SILENT);
    }

    static RealignConfig config(int requests, String settings) {
        return ConfigBinder.bind("c", """
            input: {path: in}
            category: open_qa
            filters: [alpaca]
            reformatter:
              model:
                endpoint: {name: m, price: {promptPerMillion: 2, completionPerMillion: 8}, timeoutSeconds: 20,
                           batch: {requests: %d, pollSeconds: 0.05, rounds: 8}%s}
            """.formatted(requests, settings), RealignConfig.class)
                .value();
    }
}
