package org.reformatted.eval.judge;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.TextFiles;
import org.reformatted.realign.config.ConfigBinder;
import org.reformatted.realign.text.PromptTemplate;

/**
 * Reads protocols from files: a {@link ProtocolFile} in YAML, and the unchanged files of published systems: FastChat's {@code judge_prompts.jsonl},
 * AlpacaEval's evaluator {@code configs.yaml} with its prompt file, and Auto-J's {@code constants_prompt.py}.
 */
final class ProtocolSource {
    private static final Pattern SLOT = Pattern.compile("\\{([A-Za-z_0-9]+)}");

    private ProtocolSource() {}

    /**
     * Reads one protocol of a file.
     *
     * @param file the file
     * @param name its name; may be empty where the file contains only one
     * @return the protocol
     * @throws InputException when the file does not contain that protocol
     */
    static JudgeProtocol read(Path file, Optional<String> name) {
        Map<String, JudgeProtocol> held = readAll(file);
        Optional<JudgeProtocol> found =
                held.size() == 1 && name.isEmpty() ? held.values().stream().findFirst() : name.map(held::get);
        return found.orElseThrow(() -> InputException.at(
                file,
                name.map(wanted -> "no protocol " + wanted).orElse("several protocols"),
                "one of " + String.join(", ", held.keySet()),
                "name one of these"));
    }

    private static Map<String, JudgeProtocol> readAll(Path file) {
        String ending = file.toString().replaceAll(".*\\.", "").toLowerCase(Locale.ROOT);
        return switch (ending) {
            case "jsonl" -> FastChatPrompts.read(file);
            case "py" -> AutoJPrompts.read(file);
            case "yaml", "yml" -> yaml(file);
            default ->
                throw InputException.at(
                        file,
                        "the ending ." + ending,
                        "a protocol in .yaml, AlpacaEval's configs.yaml, FastChat's judge_prompts.jsonl or Auto-J's"
                                + " constants_prompt.py",
                        "give one of these");
        };
    }

    private static Map<String, JudgeProtocol> yaml(Path file) {
        String text = TextFiles.readString(file);
        boolean ours = ConfigBinder.topKeys(file.getFileName().toString(), text).contains("prompts");
        if (!ours) {
            return AlpacaEvalConfig.read(file);
        }
        JudgeProtocol protocol = ProtocolFile.read(file);
        return Map.of(protocol.name(), protocol);
    }

    /**
     * Creates a published template with this project's slots in place of the published ones.
     *
     * @param place the file, for errors
     * @param text the template
     * @param slots this project's slots by the published slots
     * @throws InputException naming an unknown slot
     */
    static PromptTemplate template(Path place, String text, Map<String, String> slots) {
        String ours =
                SLOT.matcher(text).replaceAll((MatchResult slot) -> "{" + slot(place, slot.group(1), slots) + "}");
        return new PromptTemplate(place.getFileName().toString(), ours);
    }

    private static String slot(Path place, String name, Map<String, String> slots) {
        return Optional.ofNullable(slots.get(name))
                .orElseThrow(() -> InputException.at(
                        place,
                        "the slot {" + name + "}",
                        "the slots "
                                + String.join(
                                        ", ", slots.keySet().stream().sorted().toList()),
                        "give the file as it is published"));
    }
}
