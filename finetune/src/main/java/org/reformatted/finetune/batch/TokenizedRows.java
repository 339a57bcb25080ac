package org.reformatted.finetune.batch;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.JsonLines;

/** Reads tokenized examples: JSON Lines of {@code {"input_ids": [1, 402], "loss_mask": [0, 1]}}, used without change. */
public final class TokenizedRows {
    private TokenizedRows() {}

    /**
     * Whether a row contains tokens instead of a conversation.
     *
     * @param row a row of JSON Lines
     * @return true when it has {@code input_ids}
     */
    public static boolean isTokenized(JsonNode row) {
        return row.has("input_ids");
    }

    /**
     * Reads a file.
     *
     * @param file JSON Lines; an {@code id} is optional
     * @param vocabularySize every token must be below it
     * @return the examples, in order; the weight of a first token is set to 0, since it is not predicted
     * @throws InputException naming the invalid line
     */
    public static List<TokenizedExample> read(Path file, int vocabularySize) {
        try (Stream<JsonLines.Row> rows = JsonLines.read(file)) {
            return rows.map(row -> example(row, vocabularySize)).toList();
        }
    }

    private static TokenizedExample example(JsonLines.Row row, int vocabularySize) {
        JsonNode ids = row.node().path("input_ids");
        JsonNode mask = row.node().path("loss_mask");
        if (!ids.isArray() || ids.isEmpty() || !mask.isArray() || mask.size() != ids.size()) {
            throw InputException.at(
                    row.place(),
                    "input_ids with " + ids.size() + " and loss_mask with " + mask.size() + " entries",
                    "two lists of the same length, at least 1",
                    "correct this line");
        }
        int[] tokens = new int[ids.size()];
        float[] weights = new float[tokens.length];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = token(row, ids.get(i), vocabularySize);
            weights[i] = i == 0 ? 0 : weight(row, mask.get(i));
        }
        String id = row.node().path("id").asText(row.place());
        return new TokenizedExample(id, tokens, weights);
    }

    private static int token(JsonLines.Row row, JsonNode value, int vocabularySize) {
        if (!value.isInt() || value.asInt() < 0 || value.asInt() >= vocabularySize) {
            throw InputException.at(
                    row.place(),
                    "the token " + value,
                    "whole numbers below the vocabulary's size, " + vocabularySize,
                    "tokenize with this model's tokenizer");
        }
        return value.asInt();
    }

    private static float weight(JsonLines.Row row, JsonNode value) {
        boolean usable = value.isBoolean() || (value.isNumber() && value.asDouble() >= 0);
        if (!usable) {
            throw InputException.at(row.place(), "the loss weight " + value, "numbers from 0", "correct this line");
        }
        return value.isBoolean() ? (value.asBoolean() ? 1 : 0) : (float) value.asDouble();
    }
}
