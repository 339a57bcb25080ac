package org.reformatted.realign.retrieve;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;

/** JSON values as Python writes them into a text, and what it takes for true. */
final class PythonText {
    private PythonText() {}

    /** The text of a value; lists and objects stay JSON. */
    static String of(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return "None";
        }
        if (value.isBoolean()) {
            return value.booleanValue() ? "True" : "False";
        }
        if (value.isIntegralNumber()) {
            return value.bigIntegerValue().toString();
        }
        return value.isFloatingPointNumber()
                ? decimal(value.doubleValue())
                : value.isTextual() ? value.textValue() : value.toString();
    }

    /** As {@code repr} does: the shortest digits, as a power of ten from 1e16 and below 1e-4. */
    private static String decimal(double value) {
        double size = Math.abs(value);
        if (size != 0 && (size < 1e-4 || size >= 1e16)) {
            String text = Double.toString(value).replace(".0E", "E").replace("E", "e");
            int at = text.indexOf('e') + 1;
            boolean negative = text.charAt(at) == '-';
            String digits = text.substring(negative ? at + 1 : at);
            return text.substring(0, at) + (negative ? "-" : "+") + (digits.length() < 2 ? "0" : "") + digits;
        }
        String plain = new BigDecimal(Double.toString(value)).toPlainString();
        return plain.contains(".") ? plain.replaceAll("(\\.\\d+?)0+$", "$1") : plain + ".0";
    }

    /** Whether a value is there and neither null, false, zero nor empty. */
    static boolean isTrue(JsonNode value) {
        if (value.isContainerNode()) {
            return !value.isEmpty();
        }
        if (value.isNumber()) {
            return value.doubleValue() != 0;
        }
        return value.isTextual() ? !value.textValue().isEmpty() : value.booleanValue();
    }
}
