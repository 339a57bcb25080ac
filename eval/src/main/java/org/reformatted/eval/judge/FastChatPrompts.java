package org.reformatted.eval.judge;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reformatted.eval.task.Rows;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.base.Sha256;
import org.reformatted.realign.base.TextFiles;
import org.reformatted.realign.llm.SamplingSettings;
import org.reformatted.realign.text.PromptTemplate;

/**
 * MT-Bench's prompts from FastChat's own file, {@code llm_judge/data/judge_prompts.jsonl}: its system prompts and templates as they stand,
 * greedy replies of at most 2,048 tokens, its rules for verdicts, and no reply asked for again ({@code llm_judge/common.py}).
 */
public final class FastChatPrompts {
    private static final int MAX_TOKENS = 2048;
    private static final Pattern SLOT = Pattern.compile("\\{([a-z_0-9]+)}");

    /** That project's slots, of both turns, by ours. */
    private static final Map<String, String> SLOTS = Map.ofEntries(
            Map.entry("question", "question"),
            Map.entry("question_1", "firstQuestion"),
            Map.entry("question_2", "question"),
            Map.entry("answer", "answer"),
            Map.entry("answer_1", "firstAnswer"),
            Map.entry("answer_2", "answer"),
            Map.entry("answer_a", "first"),
            Map.entry("answer_b", "second"),
            Map.entry("answer_a_1", "firstBefore"),
            Map.entry("answer_b_1", "secondBefore"),
            Map.entry("answer_a_2", "first"),
            Map.entry("answer_b_2", "second"),
            Map.entry("ref_answer_1", "referenceOne"),
            Map.entry("ref_answer_2", "referenceTwo"));

    private final Path file;
    private final Map<String, JudgeProtocol> protocols;

    private FastChatPrompts(Path file, Map<String, JudgeProtocol> protocols) {
        this.file = file;
        this.protocols = protocols;
    }

    /**
     * Reads the file.
     *
     * @param file FastChat's {@code judge_prompts.jsonl}
     * @return its prompts
     * @throws InputException naming a row that is no such prompt
     */
    public static FastChatPrompts read(Path file) {
        String digest = Sha256.of(TextFiles.readString(file)).substring(0, 8);
        Map<String, JudgeProtocol> protocols = new HashMap<>();
        try (Stream<JsonLines.Row> rows = JsonLines.read(file)) {
            rows.forEachOrdered(row -> {
                String name = Rows.text(row, "name");
                protocols.put(name, protocol(row, "fastchat-" + name + "@" + digest));
            });
        }
        return new FastChatPrompts(file, protocols);
    }

    private static JudgeProtocol protocol(JsonLines.Row row, String name) {
        JsonNode format = row.node().path("output_format");
        VerdictForm form = switch (format.asText("")) {
            case "[[rating]]" -> VerdictForm.FASTCHAT_RATING;
            case "[[A]]" -> VerdictForm.FASTCHAT_LETTER;
            default ->
                throw InputException.at(
                        row.place(),
                        "output_format (" + format.asText("") + ")",
                        "[[rating]] or [[A]]",
                        "give FastChat's judge_prompts.jsonl");
        };
        String template = SLOT.matcher(Rows.text(row, "prompt_template"))
                .replaceAll(slot -> "{" + SLOTS.getOrDefault(slot.group(1), slot.group(1)) + "}");
        return new JudgeProtocol(
                name,
                1,
                Rows.text(row, "system_prompt"),
                new PromptTemplate(name, template),
                SamplingSettings.greedy(MAX_TOKENS),
                form,
                false);
    }

    /** The prompt that rates a turn's answer. */
    JudgeProtocol single(int turn, boolean reference) {
        return named("single-" + (reference ? "math-v1" : "v1") + (turn == 1 ? "" : "-multi-turn"));
    }

    /** The prompt that compares a turn's answers. */
    JudgeProtocol pair(int turn, boolean reference) {
        return named("pair-" + (reference ? "math-v1" : "v2") + (turn == 1 ? "" : "-multi-turn"));
    }

    private JudgeProtocol named(String name) {
        @Nullable JudgeProtocol protocol = protocols.get(name);
        return Optional.ofNullable(protocol)
                .orElseThrow(() -> InputException.at(
                        file,
                        "no prompt named " + name,
                        "FastChat's prompts of MT-Bench",
                        "give its judge_prompts.jsonl"));
    }

    /** What a protocol shows besides: the correct solutions of both turns, one slot each. */
    static Map<String, String> withSolutions(
            JudgeProtocol protocol, Map<String, String> shown, List<String> solutions) {
        Map<String, String> all = new HashMap<>(shown);
        if (protocol.template().slots().contains("referenceOne")) {
            all.put("referenceOne", solutions.get(0));
        }
        if (protocol.template().slots().contains("referenceTwo")) {
            all.put("referenceTwo", solutions.get(1));
        }
        return all;
    }
}
