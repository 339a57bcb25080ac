package org.reformatted.realign.data;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.base.InputException;

/** Reads a text's weight in the loss from fields such as {@code weight: 0}, {@code loss: false} and {@code train: true}. */
final class LossWeight {
    private LossWeight() {}

    /** Returns the weight, or null when the field is missing or null. Fields other than {@code weight} are switches: true, false, 1 or 0. */
    static @Nullable Double read(String place, String name, JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        double weight = number(value);
        boolean valid =
                name.equals("weight") ? weight >= 0 && weight < Double.POSITIVE_INFINITY : weight == 0 || weight == 1;
        if (!valid) {
            throw InputException.at(
                    place,
                    "the field " + name + " contains " + Fields.shown(value),
                    name.equals("weight") ? "a number of 0 or more" : "true or false",
                    "fix it, or rename the field if it is not about the loss");
        }
        return weight;
    }

    /** The value as a number; texts from the cells of a table, such as "0" or "true", are also accepted. */
    private static double number(JsonNode value) {
        String text = value.asText();
        if (value.isContainerNode()) {
            return Double.NaN;
        }
        if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
            return text.equalsIgnoreCase("true") ? 1 : 0;
        }
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
