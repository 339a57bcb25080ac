package org.reformatted.realign.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The types of configs: the records and choices that a config record uses, and their forms in a reference. */
final class ConfigTypes {
    private ConfigTypes() {}

    /** Returns some records and all records and choices that they use, each once, in the order of their first use. */
    static List<Class<?>> reachable(List<Class<?>> roots) {
        Set<Class<?>> seen = new LinkedHashSet<>();
        roots.forEach(root -> visit(root, seen));
        return List.copyOf(seen);
    }

    private static void visit(Class<?> type, Set<Class<?>> seen) {
        if (!ComponentKind.isConfig(type) || !seen.add(type)) {
            return;
        }
        if (type.isRecord()) {
            Arrays.stream(type.getRecordComponents()).forEach(component -> visit(ComponentKind.held(component), seen));
        } else {
            Choice.of(type).records().values().forEach(record -> visit(record, seen));
        }
    }

    /** Returns a unique name, such as {@code SftConfig.Method.Lora}. */
    static String name(Class<?> type) {
        return type.getCanonicalName().substring(type.getPackageName().length() + 1);
    }

    /** Returns the default of a component as YAML; absent when it has none. */
    static Optional<String> defaultYaml(RecordComponent component) {
        return Optional.ofNullable(component.getAnnotation(Default.class)).map(Default::value);
    }

    /** Returns the values of an enum as written in YAML. */
    static List<String> constants(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> Names.kebab(((Enum<?>) constant).name()))
                .toList();
    }

    /** Returns the forms in which a choice is written, with the record of each. */
    static List<Form> forms(Class<?> choice) {
        Choice all = Choice.of(choice);
        List<Form> forms = new ArrayList<>();
        Class<?> text = all.wrapping("text, no number");
        Class<?> number = all.wrapping("1");
        all.records().forEach((name, record) -> {
            boolean nested = Arrays.stream(record.getRecordComponents())
                    .noneMatch(component -> component.getName().equals(name));
            boolean bare = Arrays.stream(record.getRecordComponents()).allMatch(ConfigBinder::mayBeAbsent);
            boolean scalar = record.equals(text) || record.equals(number);
            forms.add(new Form(name, record, nested, bare, scalar));
        });
        return forms;
    }

    /**
     * The form of one record of a choice in YAML.
     *
     * @param name its key
     * @param record the record
     * @param nested whether its keys are under the key
     * @param bare whether the name on its own means the record with its defaults
     * @param scalar whether a plain text or number means the record
     */
    record Form(String name, Class<?> record, boolean nested, boolean bare, boolean scalar) {
        /** Returns the type of the text or number that means the record. */
        Class<?> scalarType() {
            return record.getRecordComponents()[0].getType();
        }

        /** Returns the word that means the record with its defaults. */
        String word() {
            return Names.kebab(name);
        }
    }

    /** Returns the name of a type in a table. */
    static String shown(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            String inner = shown(arguments[arguments.length - 1]);
            return generic.getRawType() == Optional.class
                    ? inner
                    : generic.getRawType() == Map.class ? "map of names to " + inner : "list of " + inner;
        }
        Class<?> raw = (Class<?>) type;
        if (ComponentKind.isConfig(raw)) {
            return "[" + name(raw) + "](#" + anchor(raw) + ")";
        }
        if (raw.isEnum()) {
            return String.join(
                    ", ", constants(raw).stream().map(word -> "`" + word + "`").toList());
        }
        return raw == String.class
                ? "text"
                : raw == boolean.class || raw == Boolean.class
                        ? "true or false"
                        : raw == double.class || raw == Double.class ? "number" : "whole number";
    }

    /** Returns the anchor of a heading in Markdown. */
    static String anchor(Class<?> type) {
        return name(type).toLowerCase(java.util.Locale.ROOT).replace(".", "");
    }
}
