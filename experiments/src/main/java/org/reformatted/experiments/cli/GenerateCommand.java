package org.reformatted.experiments.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reformatted.finetune.generate.Generated;
import org.reformatted.finetune.generate.GenerationOptions;
import org.reformatted.finetune.generate.TextGenerator;
import org.reformatted.finetune.train.config.SftConfig;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.llm.SamplingSettings;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Continues texts with a model. */
@Command(
        name = "generate",
        mixinStandardHelpOptions = true,
        description =
                "Continues a text. Standard output has only the continuation; for a file of prompts it has JSON Lines"
                        + " in the order of the file.",
        footer = {
            "",
            "Example:",
            "  scripts/harness generate --model DIR --prompt \"Once upon a time\" --max-new-tokens 64"
        })
final class GenerateCommand implements Callable<Integer> {
    @Option(names = "--model", required = true, paramLabel = "DIR", description = "A Hugging Face folder.")
    Path model = Path.of("");

    @ArgGroup(multiplicity = "1")
    Prompts prompts = new Prompts();

    /** Either a text or a file. */
    static final class Prompts {
        @Option(
                names = "--prompt",
                paramLabel = "TEXT",
                description = "The text to continue; an empty one starts from the start token.")
        @Nullable
        String prompt;

        @Option(names = "--prompts", paramLabel = "FILE", description = "JSON Lines with the text field \"prompt\".")
        @Nullable
        Path file;
    }

    @Option(
            names = "--max-new-tokens",
            paramLabel = "N",
            description = "Maximum number of tokens in a continuation (default: ${DEFAULT-VALUE}).")
    int maxNewTokens = 256;

    @Option(
            names = "--temperature",
            paramLabel = "T",
            description = "0 always takes the most likely token (default: ${DEFAULT-VALUE}).")
    double temperature;

    @Option(
            names = "--top-p",
            paramLabel = "P",
            description = "Sample from the most likely tokens whose probabilities sum up to P.")
    double topP = 1;

    @Option(names = "--top-k", paramLabel = "K", description = "Sample from the K most likely tokens.")
    int topK;

    @Option(names = "--stop", paramLabel = "TEXT", description = "End before this text; the option may be repeated.")
    List<String> stop = List.of();

    @Option(
            names = "--precision",
            paramLabel = "TYPE",
            description = "float32 or bfloat16 (default: on a graphics device the type of the stored weights, on the"
                    + " processor float32, which is faster there).")
    SftConfig.@Nullable Precision precision;

    @Option(names = "--seed", paramLabel = "S", description = "Seed for sampling (default: ${DEFAULT-VALUE}).")
    long seed;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Mixin
    DeviceOptions device = new DeviceOptions();

    @Override
    public Integer call() {
        SamplingSettings sampling = sampling();
        GenerationOptions options = GenerationOptions.of(
                model,
                device.device,
                device.threads,
                device.batchRows,
                Optional.ofNullable(precision).map(SftConfig.Precision::type));
        List<String> texts = prompts.file == null ? List.of(String.valueOf(prompts.prompt)) : read(prompts.file);
        Generated[] answers = new Generated[texts.size()];
        try (TextGenerator generator = TextGenerator.open(model, options)) {
            generator.generate(texts, sampling, (answer, index) -> answers[index] = answer);
        }
        if (prompts.file == null) {
            System.out.println(answers[0].text());
        } else {
            Arrays.asList(answers).forEach(answer -> System.out.println(Json.line(row(answer))));
        }
        return 0;
    }

    private SamplingSettings sampling() {
        try {
            return new SamplingSettings(temperature, topP, topK, maxNewTokens, 1, stop, seed);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private static Map<String, Object> row(Generated answer) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("output", answer.text());
        row.put("finishReason", answer.reason());
        row.put("newTokens", answer.ids().length);
        return row;
    }

    private static List<String> read(Path file) {
        try (Stream<JsonLines.Row> rows = JsonLines.read(file)) {
            return rows.map(row -> {
                        JsonNode prompt = row.node().get("prompt");
                        if (prompt == null || !prompt.isTextual()) {
                            throw InputException.at(
                                    row.place(), "no text \"prompt\"", "{\"prompt\": \"...\"}", "fix this line");
                        }
                        return prompt.textValue();
                    })
                    .toList();
        }
    }
}
