package org.reformatted.realign.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.reformatted.realign.base.InputException;

/**
 * distilabel's rows {@code {instruction, generation}} or {@code {instruction, generations: [...], ratings?: [...]}}; its earlier versions name these
 * {@code input} and {@code rating}. Of several generations, the one with the highest rating is the answer, or the first when ratings are equal or
 * missing. All of them are kept in {@code generations}.
 */
final class DistilabelFormat implements DataFormat {
    @Override
    public String name() {
        return "distilabel";
    }

    @Override
    public boolean matches(JsonNode row) {
        boolean several = Fields.isArray(row, "generations")
                && !row.path("output").isTextual() // a row of another format that contains generations
                && !row.path("response").isTextual();
        return row.path(question(row)).isTextual() && (row.path("generation").isTextual() || several);
    }

    private static String question(JsonNode row) {
        return row.has("instruction") ? "instruction" : "input";
    }

    @Override
    public Conversation read(SourceRow row) {
        String answer = row.has("generation") && !row.peek("generation").isNull() ? row.text("generation") : best(row);
        Turn question = new Turn(Role.USER, row.text(row.has("instruction") ? "instruction" : "input"));
        return row.conversation(name(), List.of(question, new Turn(Role.ASSISTANT, answer)));
    }

    private static String best(SourceRow row) {
        JsonNode generations = Fields.structure(row.peek("generations"));
        JsonNode ratings = Fields.structure(row.peek(row.has("ratings") ? "ratings" : "rating"));
        JsonNode best = generations.path(0);
        double highest = ratings.path(0).asDouble(Double.NEGATIVE_INFINITY);
        for (int i = 1; i < generations.size(); i++) {
            double rating = ratings.path(i).asDouble(Double.NEGATIVE_INFINITY);
            if (rating > highest) {
                highest = rating;
                best = generations.get(i);
            }
        }
        if (!best.isTextual()) {
            throw InputException.at(
                    row.place(), "no generation with a text", "texts in generations", "leave this row out");
        }
        return best.textValue();
    }

    @Override
    public ObjectNode write(Conversation conversation) {
        SingleTurn parts = SingleTurn.of(conversation, name());
        return parts.begin(conversation, name())
                .put("instruction", parts.question())
                .put("generation", parts.answer())
                .finish();
    }
}
