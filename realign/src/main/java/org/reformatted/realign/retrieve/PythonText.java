package org.reformatted.realign.retrieve;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;

/** Formats JSON values as Python does, and tests their truth value as in Python. */
final class PythonText {
    private PythonText() {}

    /** Returns the text of a value; lists and objects are returned as JSON. */
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

    /** Formats as {@code repr} does: with the shortest digits, and with an exponent from 1e16 on and below 1e-4. */
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

    /** Tests whether a value is present and is not null, false, zero or empty. */
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
