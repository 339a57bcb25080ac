package org.reformatted.realign.config;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Parses scalars of a config by the required type; the type that YAML infers is ignored. */
final class Scalars {
    private Scalars() {}

    /** Returns the value, or null when the text is not a value of that type. */
    static @Nullable Object parse(String text, Class<?> type) {
        try {
            if (type == String.class) {
                return text;
            }
            if (type == int.class || type == Integer.class) {
                return Integer.valueOf(text.replace("_", ""));
            }
            if (type == long.class || type == Long.class) {
                return Long.valueOf(text.replace("_", ""));
            }
            if (type == double.class || type == Double.class) {
                double value = Double.parseDouble(text);
                return Double.isFinite(value) && !text.matches(".*[dDfF]$") ? value : null;
            }
            if (type == boolean.class || type == Boolean.class) {
                return text.equals("true") ? Boolean.TRUE : text.equals("false") ? Boolean.FALSE : null;
            }
        } catch (NumberFormatException e) {
            return null;
        }
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .filter(constant -> Names.kebab(((Enum<?>) constant).name()).equals(text))
                    .findFirst()
                    .orElse(null);
        }
        throw new IllegalStateException("a config record cannot contain a " + type);
    }

    /** Describes the values of a type, for messages. */
    static String describe(Class<?> type) {
        if (type.isEnum()) {
            return "one of "
                    + String.join(
                            ", ",
                            Arrays.stream(type.getEnumConstants())
                                    .map(constant -> Names.kebab(((Enum<?>) constant).name()))
                                    .toList());
        }
        if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
            return "a whole number";
        }
        if (type == double.class || type == Double.class) {
            return "a number";
        }
        return type == boolean.class || type == Boolean.class ? "true or false" : "a text";
    }
}
