package org.reformatted.realign.config;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A choice between the records of a sealed interface in YAML. The record {@code Lora(int rank)} is written {@code {lora: {rank: 16}}}. A record whose
 * components may all be absent may also be written as its name only. {@code Steps(int steps)} is written {@code {steps: 20}}, because a component has
 * the record's name. If only one record has a single component and this is a text (or number), the record may be written as that text:
 * {@code Folder(String path)} is written as a path.
 */
record Choice(Map<String, Class<?>> records) {
    static Choice of(Class<?> sealed) {
        Map<String, Class<?>> records = new TreeMap<>(); // the class file has no reliable order
        collect(sealed, records);
        return new Choice(records);
    }

    private static void collect(Class<?> sealed, Map<String, Class<?>> records) {
        for (Class<?> permitted : sealed.getPermittedSubclasses()) {
            if (permitted.isSealed()) {
                collect(permitted, records);
            } else if (!permitted.isRecord() || records.put(name(permitted), permitted) != null) {
                throw new IllegalStateException(
                        permitted + " must be a record with a unique name to be a choice of " + sealed);
            }
        }
    }

    /** Returns the name of a record of a sealed interface in YAML. */
    private static String name(Class<?> permitted) {
        return Names.decapitalized(permitted.getSimpleName().replaceFirst("Config$", ""));
    }

    /** Returns the name of a record of a sealed interface; null for any other record. */
    static @Nullable String name(Record record) {
        return Arrays.stream(record.getClass().getInterfaces()).anyMatch(Class::isSealed)
                ? name(record.getClass())
                : null;
    }

    /** Tests whether a record's keys are under its name: its interface is sealed and no component has its name. */
    static boolean nests(Record record) {
        String name = name(record);
        return name != null
                && Arrays.stream(record.getClass().getRecordComponents())
                        .noneMatch(component -> component.getName().equals(name));
    }

    @Nullable
    Class<?> named(String key) {
        Class<?> exact = records.get(key);
        return exact != null ? exact : records.get(Names.camel(key));
    }

    /**
     * Returns the record that a plain scalar represents: for a number, the only record whose single component is a number; otherwise the only record
     * whose single component is a text.
     */
    @Nullable
    Class<?> wrapping(String scalar) {
        Class<?> number = single(type -> type != String.class && Scalars.parse(scalar, type) != null);
        return number != null ? number : single(type -> type == String.class);
    }

    private @Nullable Class<?> single(Predicate<Class<?>> held) {
        List<Class<?>> fitting = records.values().stream()
                .filter(type -> holdsOneScalar(type) && held.test(only(type)))
                .toList();
        return fitting.size() == 1 ? fitting.get(0) : null;
    }

    private static Class<?> only(Class<?> type) {
        return type.getRecordComponents()[0].getType();
    }

    List<String> names() {
        return List.copyOf(records.keySet());
    }

    /** Returns how each choice is written, for messages. */
    String forms() {
        return String.join(" or ", records.entrySet().stream().map(Choice::form).toList());
    }

    private static String form(Map.Entry<String, Class<?>> entry) {
        RecordComponent[] components = entry.getValue().getRecordComponents();
        if (Arrays.stream(components).allMatch(ConfigBinder::mayBeAbsent)) {
            return Names.kebab(entry.getKey());
        }
        if (holdsOneScalar(entry.getValue()) && !components[0].getName().equals(entry.getKey())) {
            return "a " + components[0].getName();
        }
        return "{" + entry.getKey() + ": ...}";
    }

    private static boolean holdsOneScalar(Class<?> type) {
        return type.getRecordComponents().length == 1
                && List.of(String.class, int.class, long.class, double.class).contains(only(type));
    }
}
