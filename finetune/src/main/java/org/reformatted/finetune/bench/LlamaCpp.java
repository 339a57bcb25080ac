package org.reformatted.finetune.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.reformatted.realign.base.Json;

/**
 * Decoding speed of llama.cpp with the same weights, measured through Node.js and the npm package node-llama-cpp.
 *
 * @param version of the package
 * @param speeds tokens per second by number of rows
 */
record LlamaCpp(String version, Map<Integer, Double> speeds) {
    /** Measures a GGUF file, if one of the folders has the package. */
    static Optional<LlamaCpp> measure(List<String> modules, Path gguf, List<Integer> rows, int newTokens, int threads) {
        String settings = Json.line(Map.of(
                "modules", modules, "model", gguf.toString(), "rows", rows, "tokens", newTokens, "threads", threads));
        return ExternalProgram.run("node", "llama_cpp.mjs", settings).map(LlamaCpp::parse);
    }

    private static LlamaCpp parse(JsonNode json) {
        Map<Integer, Double> speeds = new TreeMap<>();
        json.path("speeds")
                .properties()
                .forEach(speed -> speeds.put(
                        Integer.valueOf(speed.getKey()), speed.getValue().asDouble()));
        return new LlamaCpp(json.path("version").asText(), speeds);
    }
}
