package org.reformatted.eval.instruct;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.reformatted.eval.answer.AnswerPolicy;
import org.reformatted.eval.answer.Verdict;

/**
 * IFEval's four accuracies. A prompt is right when all its instructions are followed; an instruction's accuracy is over all instructions of all
 * prompts. By the loose policies, an instruction is followed when any of eight versions of the output follows it: the unchanged output, the output
 * without its first line, its last line or both, and each of these without asterisks (arXiv 2311.07911, section 2.2). An empty output follows no
 * instruction.
 */
public final class InstructionPolicies {
    /** Increment when verdicts of existing outputs change. */
    public static final int VERSION = 1;

    /** Share of prompts with every instruction followed. */
    public static final String PROMPT_STRICT = "prompt-strict";

    /** Share of instructions followed. */
    public static final String INSTRUCTION_STRICT = "instruction-strict";

    /** Share of prompts with every instruction followed by a version of the output. */
    public static final String PROMPT_LOOSE = "prompt-loose";

    /** Share of instructions followed by a version of the output. */
    public static final String INSTRUCTION_LOOSE = "instruction-loose";

    private static final ObjectMapper JSON = new ObjectMapper();

    private InstructionPolicies() {}

    private record Instruction(String id, InstructionKind kind, JsonNode arguments) {}

    /**
     * Returns the policies, in the order in which reports show them. A reference is a JSON object with {@code instruction_id_list} and
     * {@code kwargs}.
     *
     * @return all four policies
     */
    public static List<AnswerPolicy> policies() {
        return List.of(
                new AnswerPolicy(PROMPT_STRICT, (output, reference) -> judge(output, reference, false, true)),
                new AnswerPolicy(INSTRUCTION_STRICT, (output, reference) -> judge(output, reference, false, false)),
                new AnswerPolicy(PROMPT_LOOSE, (output, reference) -> judge(output, reference, true, true)),
                new AnswerPolicy(INSTRUCTION_LOOSE, (output, reference) -> judge(output, reference, true, false)));
    }

    /**
     * Checks a reference before outputs are judged with it.
     *
     * @param reference a JSON object with {@code instruction_id_list} and {@code kwargs}
     * @throws IllegalArgumentException naming an unknown instruction or a missing argument
     */
    public static void check(String reference) {
        instructions(reference).forEach(each -> each.kind.isFollowed("A", each.arguments));
    }

    private static Verdict judge(String output, String reference, boolean loose, boolean whole) {
        List<Instruction> instructions = instructions(reference);
        Set<String> versions = loose ? versions(output) : Set.of(output);
        List<String> failed = new ArrayList<>();
        for (Instruction each : instructions) {
            boolean followed = versions.stream()
                    .anyMatch(version -> !version.isBlank() && each.kind.isFollowed(version, each.arguments));
            if (!followed) {
                failed.add(each.id);
            }
        }
        int right = instructions.size() - failed.size();
        String said = failed.isEmpty() ? "all followed" : "not followed: " + String.join(", ", failed);
        return whole
                ? Verdict.of(said, failed.isEmpty())
                : new Verdict(said, (double) right / instructions.size(), instructions.size());
    }

    private static Set<String> versions(String output) {
        List<String> lines = List.of(output.split("\n", -1));
        int end = lines.size();
        List<String> versions = List.of(
                output,
                String.join("\n", lines.subList(Math.min(1, end), end)).strip(),
                String.join("\n", lines.subList(0, end - 1)).strip(),
                String.join("\n", lines.subList(Math.min(1, end), Math.max(Math.min(1, end), end - 1)))
                        .strip());
        Set<String> all = new LinkedHashSet<>(versions);
        versions.forEach(version -> all.add(version.replace("*", "")));
        return all;
    }

    private static List<Instruction> instructions(String reference) {
        JsonNode node;
        try {
            node = JSON.readTree(reference);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "reference must be a JSON object with instruction_id_list and kwargs", e);
        }
        JsonNode ids = node.path("instruction_id_list");
        JsonNode arguments = node.path("kwargs");
        if (ids.isEmpty() || ids.size() != arguments.size()) {
            throw new IllegalArgumentException("reference must have as many kwargs (" + arguments.size()
                    + ") as instructions in instruction_id_list (" + ids.size() + "), and at least one");
        }
        List<Instruction> instructions = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            String id = ids.get(i).asText();
            instructions.add(new Instruction(id, InstructionKind.of(id), arguments.get(i)));
        }
        return instructions;
    }
}
