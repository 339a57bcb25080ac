package org.reformatted.eval.judge;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.reformatted.eval.task.Rows;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.base.Sha256;
import org.reformatted.realign.base.TextFiles;
import org.reformatted.realign.data.Role;
import org.reformatted.realign.llm.SamplingSettings;
import org.reformatted.realign.text.PromptTemplate;

/**
 * Reads MT-Bench's protocols from FastChat's own file, {@code llm_judge/data/judge_prompts.jsonl}: its unchanged system prompts and templates, greedy
 * replies of at most 2,048 tokens, its rules for verdicts, and one attempt for each reply ({@code llm_judge/common.py}).
 */
final class FastChatPrompts {
    private static final int MAX_TOKENS = 2048;

    /** This project's slots by FastChat's slots, for both turns. */
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

    private FastChatPrompts() {}

    /**
     * Reads the file.
     *
     * @param file FastChat's {@code judge_prompts.jsonl}
     * @return the protocols {@code mt-bench} and {@code mt-bench-pair}
     * @throws InputException naming a row that is not such a prompt, or a missing prompt
     */
    static Map<String, JudgeProtocol> read(Path file) {
        Map<String, JsonLines.Row> byName = new HashMap<>();
        try (Stream<JsonLines.Row> rows = JsonLines.read(file)) {
            rows.forEachOrdered(row -> byName.put(Rows.text(row, "name"), row));
        }
        return Map.of(
                "mt-bench",
                protocol(file, byName, "mt-bench", "single-v1", "single-math-v1", VerdictForm.FASTCHAT_RATING),
                "mt-bench-pair",
                protocol(file, byName, "mt-bench-pair", "pair-v2", "pair-math-v1", VerdictForm.FASTCHAT_LETTER));
    }

    private static JudgeProtocol protocol(
            Path file, Map<String, JsonLines.Row> rows, String name, String plain, String solved, VerdictForm form) {
        List<JudgePrompt> prompts = List.of(
                prompt(file, rows, plain, 1, false, form),
                prompt(file, rows, solved, 1, true, form),
                prompt(file, rows, plain + "-multi-turn", 2, false, form),
                prompt(file, rows, solved + "-multi-turn", 2, true, form));
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("n", 1);
        parameters.put("temperature", 0);
        parameters.put("max_tokens", MAX_TOKENS);
        return new JudgeProtocol(
                "fastchat-" + name,
                1,
                Sha256.of(TextFiles.readString(file)).substring(0, 8),
                prompts,
                SamplingSettings.greedy(MAX_TOKENS),
                0,
                parameters,
                form,
                JudgeProtocol.AnswerOrder.BOTH,
                JudgeProtocol.Aggregation.AGREEMENT,
                JudgeProtocol.References.MT_BENCH,
                1,
                false,
                "");
    }

    private static JudgePrompt prompt(
            Path file, Map<String, JsonLines.Row> rows, String name, int turn, boolean reference, VerdictForm form) {
        JsonLines.Row row = Optional.ofNullable(rows.get(name))
                .orElseThrow(() -> InputException.at(
                        file,
                        "no prompt named " + name,
                        "FastChat's prompts of MT-Bench",
                        "give its judge_prompts.jsonl"));
        String expected = form == VerdictForm.FASTCHAT_RATING ? "[[rating]]" : "[[A]]";
        String format = row.node().path("output_format").asText("");
        if (!format.equals(expected)) {
            throw InputException.at(
                    row.place(), "output_format (" + format + ")", expected, "give FastChat's judge_prompts.jsonl");
        }
        PromptTemplate system = new PromptTemplate(name, Rows.text(row, "system_prompt"));
        PromptTemplate user = ProtocolSource.template(file, Rows.text(row, "prompt_template"), SLOTS);
        return new JudgePrompt(
                "fastchat-" + name,
                turn,
                reference,
                List.of(new JudgePrompt.Message(Role.SYSTEM, system), new JudgePrompt.Message(Role.USER, user)));
    }
}
