package org.reformatted.realign.pipeline;

import java.nio.file.Path;
import java.util.Map;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.config.ConfigBinder;
import org.reformatted.realign.llm.CheckpointConfig;

/** Realigns a file through a stub server; a program of its own, so that tests can kill it. */
public final class ChaosRun {
    /** Has the form of a key, and must be found in no file. */
    public static final String KEY = "sk-stub-0123456789";

    private ChaosRun() {}

    /**
     * Runs.
     *
     * @param arguments the server's address, the input, the folder for the output
     */
    public static void main(String[] arguments) {
        System.out.println(
                run(arguments[0], Path.of(arguments[1]), Path.of(arguments[2])).total());
    }

    static RealignSummary run(String base, Path input, Path out) {
        String yaml = """
                input: {path: in}
                category: open_qa
                reformatter:
                  model:
                    endpoint: {name: stub-1, timeoutSeconds: 1, attempts: 10, concurrency: 16,
                               price: {promptPerMillion: 1.0, completionPerMillion: 2.0}}
                filters: [alpaca, no-refusal]
                """;
        RealignConfig config =
                ConfigBinder.bind("chaos", yaml, RealignConfig.class).value();
        Map<String, String> environment = Map.of("OPENAI_BASE_URL", base, "OPENAI_API_KEY", KEY);
        return RealignPipeline.run(
                config, name -> input, CheckpointConfig.Opener.NONE, environment, out, Progress.SILENT);
    }
}
