package org.reformatted.realign.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Converts a config record to plain maps, lists and scalars with all defaults: either all of it, to show it, or only its identity, to hash, record
 * and compare it.
 */
public final class ConfigTree {
    private final boolean identity;

    private ConfigTree(boolean identity) {
        this.identity = identity;
    }

    /**
     * Converts all of a value.
     *
     * @param value a config record, or a list, map or scalar
     * @return maps, lists and scalars; a choice's record is under its name; absent values are left out
     */
    public static @Nullable Object of(@Nullable Object value) {
        return new ConfigTree(false).tree(value, Object.class);
    }

    /**
     * Converts the parts that change the result: components marked {@link Identity}, and the hashes of {@link BundledContent}. Input files are left
     * out, because the fingerprint contains the hashes of their content: see {@link ConfigFile}.
     *
     * @param value a config record, or a list, map or scalar
     * @return maps, lists and scalars; a choice's record is under its name; absent values are left out
     */
    public static @Nullable Object identity(@Nullable Object value) {
        return new ConfigTree(true).tree(value, Object.class);
    }

    /**
     * Returns the identity of a config record as a map, to which a caller can add.
     *
     * @param config a config record that is not part of a choice
     * @return a new map
     */
    public static Map<String, @Nullable Object> identityFields(Record config) {
        return new ConfigTree(true).fields(config);
    }

    /**
     * Finds the records of one class in a config.
     *
     * @param config a config record
     * @param type the class
     * @param <T> the class
     * @return the records by the key under which their components are written, such as {@code classifier.model.checkpoint}
     */
    public static <T extends Record> Map<String, T> parts(Record config, Class<T> type) {
        Map<String, T> parts = new LinkedHashMap<>();
        collect("", config, Object.class, type, parts);
        return parts;
    }

    private static <T extends Record> void collect(
            String path, @Nullable Object value, Class<?> declared, Class<T> type, Map<String, T> parts) {
        ConfigFile.each(path, value, (key, element) -> {
            if (element instanceof Record record) {
                String place = ConfigFile.place(key, record, declared);
                if (type.isInstance(record)) {
                    parts.put(place, type.cast(record));
                }
                components(record)
                        .forEach((component, held) -> collect(
                                ConfigFile.join(place, component.getName()),
                                held,
                                ComponentKind.held(component),
                                type,
                                parts));
            }
        });
    }

    /** Converts a value to plain maps, lists and scalars; a choice's record is under its name unless the component allows only this record. */
    private @Nullable Object tree(@Nullable Object value, Class<?> declared) {
        if (value instanceof Optional<?> optional) {
            return tree(optional.orElse(null), declared);
        }
        if (value instanceof Record record) {
            return declared == record.getClass() || Choice.name(record) == null ? fields(record) : named(record);
        }
        if (value instanceof Enum<?> constant) {
            return Names.kebab(constant.name());
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> plain = new ArrayList<>();
            list.forEach(element -> plain.add(tree(element, declared)));
            return plain;
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> plain = new LinkedHashMap<>();
            map.forEach((key, element) -> plain.put(String.valueOf(key), tree(element, declared)));
            return plain;
        }
        return value;
    }

    /**
     * Finds the fields in which two trees differ.
     *
     * @param before one tree
     * @param after the other
     * @return each differing path with both values, such as {@code optimizer.learningRate: 0.001 -> 0.002}, in order of paths
     */
    public static List<String> differences(@Nullable Object before, @Nullable Object after) {
        Map<String, String> left = new TreeMap<>();
        Map<String, String> right = new TreeMap<>();
        flatten("", before, left);
        flatten("", after, right);
        TreeMap<String, String> all = new TreeMap<>(left);
        all.putAll(right);
        return all.keySet().stream()
                .filter(path -> !Objects.equals(left.get(path), right.get(path)))
                .map(path ->
                        path + ": " + left.getOrDefault(path, "absent") + " -> " + right.getOrDefault(path, "absent"))
                .toList();
    }

    private static void flatten(String path, @Nullable Object value, Map<String, String> into) {
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            map.forEach((key, element) -> flatten(path.isEmpty() ? "" + key : path + "." + key, element, into));
        } else if (value instanceof List<?> list && !list.isEmpty()) {
            for (int i = 0; i < list.size(); i++) {
                flatten(path + "[" + i + "]", list.get(i), into);
            }
        } else if (!path.isEmpty() || !(value instanceof Map)) { // a tree without fields has nothing to compare
            into.put(path, String.valueOf(value));
        }
    }

    private Object named(Record record) {
        String name = Objects.requireNonNull(Choice.name(record));
        Map<String, @Nullable Object> fields = fields(record);
        if (!Choice.nests(record)) {
            return fields;
        }
        return fields.isEmpty() ? Names.kebab(name) : Map.of(name, fields);
    }

    private Map<String, @Nullable Object> fields(Record record) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        components(record).forEach((component, value) -> {
            Object plain = kept(component) ? tree(value, ComponentKind.held(component)) : null;
            if (plain != null) {
                fields.put(component.getName(), plain);
            }
        });
        if (identity
                && record instanceof BundledContent content
                && !content.bundled().isEmpty()) {
            fields.put("bundled", new TreeMap<>(content.bundled()));
        }
        return fields;
    }

    private boolean kept(RecordComponent component) {
        return !identity
                || switch (ComponentKind.of(component)) {
                    case IDENTITY, RECORD -> true;
                    case INPUT_FILE, OPERATIONAL, SECRET -> false;
                };
    }

    /** Returns the components of a record with their values, in order. */
    static Map<RecordComponent, @Nullable Object> components(Record record) {
        Map<RecordComponent, @Nullable Object> values = new LinkedHashMap<>();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            try {
                component.getAccessor().setAccessible(true);
                values.put(component, component.getAccessor().invoke(record));
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException("cannot read " + component, e);
            }
        }
        return values;
    }
}
