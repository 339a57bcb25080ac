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

/** Whose text was used where in a run by a preset: the config's own file, the authors', or the bundled one in its place. */
final class TextOrigins {
    private static final int DIGITS = 12;
    private static final Map<String, String> PARTS = Map.of(
            "system", "systemPrompt",
            "evidenceSystem", "evidenceSystemPrompt",
            "plain", "prompt",
            "evidence", "evidencePrompt");

    private TextOrigins() {}

    /** The origin of each text; empty without a preset, which alone mixes them. */
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
        config.reformatter().asking().ifPresent(asking -> {
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

    /** Forms of ours that stand where the authors' file has none. */
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
