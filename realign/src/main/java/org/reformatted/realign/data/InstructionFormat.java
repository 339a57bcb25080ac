package org.reformatted.realign.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.reformatted.realign.base.InputException;

/**
 * Instruction, optional input, output: Alpaca, Dolly and Open-Platypus differ only in the names of the fields. The user's turn is the instruction,
 * then an empty line, then the input. The provenance {@code input} keeps the input, so that the two can be separated again. Rows may also have a
 * {@code system} text and earlier turns as {@code history: [[question, answer], ...]}.
 */
final class InstructionFormat implements DataFormat {
    static final InstructionFormat ALPACA = new InstructionFormat("alpaca", "input", "output", "");
    static final InstructionFormat DOLLY = new InstructionFormat("dolly", "context", "response", "");
    static final InstructionFormat OPEN_PLATYPUS =
            new InstructionFormat("open-platypus", "input", "output", "data_source");

    private final String name;
    private final String inputField;
    private final String outputField;
    private final String sourceField;

    private InstructionFormat(String name, String inputField, String outputField, String sourceField) {
        this.name = name;
        this.inputField = inputField;
        this.outputField = outputField;
        this.sourceField = sourceField;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean matches(JsonNode row) {
        return row.path("instruction").isTextual()
                && row.path(outputField).isTextual()
                && (sourceField.isEmpty() || row.has(sourceField));
    }

    @Override
    public Conversation read(SourceRow row) {
        String instruction = row.text("instruction");
        String input = row.optional(inputField).orElse("");
        if (!input.isEmpty()) {
            row.provenance("input", input);
        }
        if (!sourceField.isEmpty()) {
            row.optional(sourceField).ifPresent(source -> row.provenance("source", source));
        }
        List<Turn> turns = earlier(row);
        turns.add(new Turn(Role.USER, input.isEmpty() ? instruction : instruction + "\n\n" + input));
        turns.add(new Turn(Role.ASSISTANT, row.text(outputField)));
        return row.conversation(name, turns);
    }

    private static List<Turn> earlier(SourceRow row) {
        List<Turn> turns = new ArrayList<>();
        for (JsonNode pair : Fields.structure(row.take("history"))) {
            if (pair.size() != 2 || !pair.get(0).isTextual() || !pair.get(1).isTextual()) {
                throw InputException.at(
                        row.place(),
                        "an entry of history is " + Fields.shown(pair),
                        "[question, answer]",
                        "fix this row or leave it out");
            }
            turns.add(new Turn(Role.USER, pair.get(0).textValue()));
            turns.add(new Turn(Role.ASSISTANT, pair.get(1).textValue()));
        }
        return turns;
    }

    @Override
    public ObjectNode write(Conversation conversation) {
        SingleTurn parts = SingleTurn.withHistory(conversation, name);
        String input = conversation.provenance().getOrDefault("input", "");
        String question = parts.question();
        boolean parted = !input.isEmpty() && question.endsWith("\n\n" + input);
        TargetRow row = parts.begin(conversation, name)
                .put("instruction", parted ? question.substring(0, question.length() - input.length() - 2) : question)
                .put(inputField, parted ? input : "")
                .put(outputField, parts.answer());
        if (!parts.earlier().isEmpty()) {
            row.set("history", history(parts.earlier()));
        }
        if (!sourceField.isEmpty()) {
            row.put(sourceField, "").provenance("source", sourceField);
        }
        return (parted ? row.written("input") : row).finish();
    }

    private static ArrayNode history(List<Turn> earlier) {
        ArrayNode pairs = Fields.object().arrayNode();
        for (int i = 0; i < earlier.size(); i += 2) {
            pairs.addArray().add(earlier.get(i).text()).add(earlier.get(i + 1).text());
        }
        return pairs;
    }
}
