package org.reformatted.eval.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.reformatted.eval.answer.AnswerPolicy;
import org.reformatted.eval.instruct.InstructionPolicies;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.data.Role;
import org.reformatted.realign.data.Turn;

/**
 * IFEval: prompts with instructions whose following a program can verify, 541 of them with 834 instructions.
 *
 * <p>Source: github.com/google-research/google-research (Apache-2.0), {@code instruction_following_eval/data/input_data.jsonl}. A row:
 *
 * <pre>{@code
 * {"key": 1001, "prompt": "Write a limerick about ... without any commas.", "instruction_id_list": ["punctuation:no_comma"], "kwargs": [{}]}
 * }</pre>
 *
 * <p>A sample's id is its {@code key}, or its row in the file, from 0; its category is its first instruction.
 */
public final class IfEvalTask implements EvalTask {
    /** Incremented when a score would change. */
    public static final int VERSION = 1;

    private final Path file;

    /**
     * Makes the task.
     *
     * @param file its prompts
     */
    public IfEvalTask(Path file) {
        this.file = file;
    }

    @Override
    public String name() {
        return "ifeval";
    }

    @Override
    public int version() {
        return 100 * InstructionPolicies.VERSION + VERSION;
    }

    @Override
    public Stream<Sample> samples() {
        AtomicInteger index = new AtomicInteger();
        return JsonLines.read(file).map(row -> sample(row, index.getAndIncrement()));
    }

    private static Sample sample(JsonLines.Row row, int index) {
        JsonNode node = row.node();
        String reference = Json.line(
                Map.of("instruction_id_list", node.path("instruction_id_list"), "kwargs", node.path("kwargs")));
        try {
            InstructionPolicies.check(reference);
        } catch (IllegalArgumentException e) {
            throw new InputException(row.place() + ": " + e.getMessage() + "; fix this row", e);
        }
        return new Sample(
                node.path("key").asText(String.valueOf(index)),
                List.of(new Turn(Role.USER, Rows.text(row, "prompt"))),
                List.of(),
                reference,
                node.path("instruction_id_list").path(0).asText());
    }

    @Override
    public List<AnswerPolicy> policies() {
        return InstructionPolicies.policies();
    }

    @Override
    public String defaultPolicy() {
        return InstructionPolicies.PROMPT_STRICT;
    }
}
