package org.reformatted.realign.pipeline;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.reformatted.realign.base.Sha256;
import org.reformatted.realign.criteria.CriteriaBook;
import org.reformatted.realign.criteria.TaskCategory;
import org.reformatted.realign.reformat.UpstreamTexts;

/** The origin of each text in a run with a preset: the config's own file, the authors' file, or the bundled text that replaces it. */
final class TextOrigins {
    private static final int DIGITS = 12;
    private static final Map<String, String> PARTS = Map.of(
            "system", "systemPrompt",
            "evidenceSystem", "evidenceSystemPrompt",
            "plain", "prompt",
            "evidence", "evidencePrompt");

    private TextOrigins() {}

    /** Returns the origin of each text; empty without a preset, because only presets mix texts. */
    static Map<String, String> of(RealignConfig config, Function<String, Path> files) {
        Map<String, String> origins = new TreeMap<>();
        if (config.preset().isEmpty()) {
            return origins;
        }
        String otherwise = config.upstreamTexts()
                .map(path -> "upstreamTexts, " + hash(files.apply(path)))
                .orElse("bundled");
        origins.put(
                "criteria",
                config.criteria().map(path -> own(files.apply(path))).orElse(otherwise + missingForms(config, files)));
        config.reformatter().asModel().ifPresent(asking -> {
            Map<String, String> own = asking.promptFiles();
            PARTS.forEach((part, name) -> origins.put(
                    name,
                    Optional.ofNullable(own.get(part))
                            .or(() -> part.equals("evidenceSystem")
                                    ? Optional.ofNullable(own.get("system"))
                                    : Optional.empty())
                            .map(path -> own(files.apply(path)))
                            .orElse(otherwise)));
        });
        origins.put(
                "tokenizer",
                config.tokenizer()
                        .map(path -> "the config's")
                        .orElse("none: words are counted in place of LLaMA-2's tokens"));
        return origins;
    }

    /** Returns the bundled formats that are used because the authors' file has none. */
    private static String missingForms(RealignConfig config, Function<String, Path> files) {
        if (config.upstreamTexts().isEmpty()) {
            return "";
        }
        UpstreamTexts texts =
                UpstreamTexts.read(files.apply(config.upstreamTexts().get()));
        String missing = String.join(
                ", ",
                CriteriaBook.bundled().categories().stream()
                        .map(TaskCategory::name)
                        .filter(name -> texts.rewritten().contains(name)
                                && !texts.structures().containsKey(name))
                        .toList());
        return missing.isEmpty() ? "" : "; bundled: " + missing;
    }

    private static String own(Path file) {
        return "the config's file, " + hash(file);
    }

    private static String hash(Path file) {
        return "SHA-256 " + Sha256.of(file).substring(0, DIGITS);
    }
}
