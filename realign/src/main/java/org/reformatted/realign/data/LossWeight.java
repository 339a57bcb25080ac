package org.reformatted.realign.data;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.base.InputException;

/** What fields such as {@code weight: 0}, {@code loss: false} and {@code train: true} say about a text's weight in the loss. */
final class LossWeight {
    private LossWeight() {}

    /** The weight, or null where the field says nothing. Fields other than {@code weight} are switches: true, false, 1 or 0. */
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
                    "the field " + name + " holds " + Fields.shown(value),
                    name.equals("weight") ? "a number of 0 or more" : "true or false",
                    "fix it, or rename the field if it says nothing about the loss");
        }
        return weight;
    }

    /** As a cell of a table has it, too: "0", "true". */
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
