package org.reformatted.realign.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.JsonLines;

/**
 * Instruction, optional input, output: Alpaca, Dolly and Open-Platypus differ in the fields' names alone. The user's turn is the
 * instruction, then, after an empty line, the input; the provenance {@code input} remembers where to part them again. Alpaca rows may
 * bring a {@code system} text and earlier turns as {@code history: [[question, answer], ...]}.
 */
final class InstructionFormat implements DataFormat {
    static final InstructionFormat ALPACA = new InstructionFormat("alpaca", "input", "output", "");
    static final InstructionFormat DOLLY = new InstructionFormat("dolly", "context", "response", "");
    static final InstructionFormat OPEN_PLATYPUS =
            new InstructionFormat("open-platypus", "input", "output", "data_source");

    private final String name;
    private final String inputField;
    private final String outputField;
    private final String markField;

    private InstructionFormat(String name, String inputField, String outputField, String markField) {
        this.name = name;
        this.inputField = inputField;
        this.outputField = outputField;
        this.markField = markField;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean matches(JsonNode row) {
        return row.path("instruction").isTextual()
                && row.path(outputField).isTextual()
                && (markField.isEmpty() || row.has(markField));
    }

    @Override
    public Conversation read(JsonLines.Row row, long number) {
        String instruction = Fields.text(row, "instruction");
        String input = Fields.optional(row, inputField).orElse("");
        Map<String, String> provenance = new TreeMap<>();
        if (!input.isEmpty()) {
            provenance.put("input", input);
        }
        if (!markField.isEmpty()) {
            Fields.optional(row, markField).ifPresent(source -> provenance.put("source", source));
        }
        List<Turn> turns = new ArrayList<>(earlier(row));
        turns.add(new Turn(Role.USER, input.isEmpty() ? instruction : instruction + "\n\n" + input));
        turns.add(new Turn(Role.ASSISTANT, Fields.text(row, outputField)));
        return new Conversation(
                Fields.id(row, name, number),
                turns,
                Fields.optional(row, "category").orElse(null),
                List.of(),
                provenance);
    }

    private static List<Turn> earlier(JsonLines.Row row) {
        List<Turn> turns = new ArrayList<>();
        Fields.optional(row, "system").ifPresent(text -> turns.add(new Turn(Role.SYSTEM, text)));
        for (JsonNode pair : row.node().path("history")) {
            if (pair.size() != 2 || !pair.get(0).isTextual() || !pair.get(1).isTextual()) {
                throw InputException.at(
                        row.place(),
                        "an entry of history is " + pair,
                        "[question, answer]",
                        "mend this row or leave it out");
            }
            turns.add(new Turn(Role.USER, pair.get(0).textValue()));
            turns.add(new Turn(Role.ASSISTANT, pair.get(1).textValue()));
        }
        return turns;
    }

    @Override
    public ObjectNode write(Conversation conversation) {
        Fields.requireSingleTurn(conversation, name);
        String question = conversation.question();
        String input = conversation.provenance().getOrDefault("input", "");
        boolean parted = !input.isEmpty() && question.endsWith("\n\n" + input);
        ObjectNode row = Fields.object()
                .put("id", conversation.id())
                .put("instruction", parted ? question.substring(0, question.length() - input.length() - 2) : question)
                .put(inputField, parted ? input : "")
                .put(outputField, conversation.response());
        if (!markField.isEmpty()) {
            row.put(markField, conversation.provenance().getOrDefault("source", ""));
        }
        return conversation.category() == null ? row : row.put("category", conversation.category());
    }
}
