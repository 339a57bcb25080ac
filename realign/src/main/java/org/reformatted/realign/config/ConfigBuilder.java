package org.reformatted.realign.config;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.base.Check;

/**
 * Builds a config record in Java with the same defaults as in YAML: {@code ConfigBuilder.of(SftConfig.class).with("length", new
 * Length.Steps(20)).with("optimizer.learningRate", 2e-5).build()}.
 *
 * @param <T> the record
 */
public final class ConfigBuilder<T extends Record> {
    private final Class<T> type;
    private final Map<String, Object> given = new LinkedHashMap<>();

    private ConfigBuilder(Class<T> type) {
        this.type = type;
    }

    /**
     * Starts with only the defaults.
     *
     * @param type the record
     * @param <T> the record
     * @return a builder
     */
    public static <T extends Record> ConfigBuilder<T> of(Class<T> type) {
        return new ConfigBuilder<>(type);
    }

    /**
     * Sets a component.
     *
     * @param key its name, or a dotted path to a component of a nested record
     * @param value the value; for an {@link Optional}, its content
     * @return this builder
     * @throws IllegalArgumentException when the record has no such component
     */
    public ConfigBuilder<T> with(String key, Object value) {
        String name = key.split("\\.", 2)[0];
        List<String> names = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
        Check.argument(
                names.contains(name),
                "%s is not a component of %s; known: %s",
                name,
                type.getSimpleName(),
                String.join(", ", names));
        given.put(key, value);
        return this;
    }

    /**
     * Builds the record.
     *
     * @return the record
     * @throws IllegalArgumentException when a component without a default is missing, a value has another type, or a rule of the record is
     *     broken
     */
    public T build() {
        RecordComponent[] components = type.getRecordComponents();
        @Nullable Object[] values = new Object[components.length];
        List<String> missing = new ArrayList<>();
        for (int i = 0; i < components.length; i++) {
            values[i] = value(components[i], missing);
        }
        Check.argument(
                missing.isEmpty(),
                "%s needs %s, which have no default; add them by with()",
                type.getSimpleName(),
                String.join(", ", missing));
        return type.cast(ConfigBinder.newRecord(type, values));
    }

    private @Nullable Object value(RecordComponent component, List<String> missing) {
        String name = component.getName();
        Object whole = given.get(name);
        if (whole != null) {
            return fitting(component, whole);
        }
        Map<String, Object> inner = new LinkedHashMap<>();
        given.forEach((key, value) -> {
            if (key.startsWith(name + ".")) {
                inner.put(key.substring(name.length() + 1), value);
            }
        });
        if (!inner.isEmpty()) {
            Check.argument(
                    component.getType().isRecord(),
                    "%s.%s is not a single record; set %s as one value",
                    type.getSimpleName(),
                    name,
                    name);
            ConfigBuilder<? extends Record> builder = of(component.getType().asSubclass(Record.class));
            inner.forEach(builder::with);
            return builder.build();
        }
        Optional<ConfigBinder.Bound> absent = ConfigBinder.absent(component);
        if (absent.isEmpty()) {
            missing.add(name);
        }
        return absent.map(ConfigBinder.Bound::value).orElse(null);
    }

    private Object fitting(RecordComponent component, Object value) {
        Class<?> wanted = component.getType();
        if (wanted == Optional.class && !(value instanceof Optional)) {
            return Optional.of(number(ComponentKind.held(component), value));
        }
        Object fitting = number(wanted, value);
        boolean fits = wanted.isPrimitive() ? fitting.getClass() == boxed(wanted) : wanted.isInstance(fitting);
        Check.argument(
                fits,
                "%s.%s cannot be a %s; expected a %s",
                type.getSimpleName(),
                component.getName(),
                value.getClass().getSimpleName(),
                wanted.getSimpleName());
        return fitting;
    }

    /** Widens a number as in Java. */
    private static Object number(Class<?> wanted, Object value) {
        if (value instanceof Integer whole && (wanted == long.class || wanted == Long.class)) {
            return whole.longValue();
        }
        if (value instanceof Number any && (wanted == double.class || wanted == Double.class)) {
            return any.doubleValue();
        }
        return value;
    }

    private static Class<?> boxed(Class<?> primitive) {
        return java.lang.invoke.MethodType.methodType(primitive).wrap().returnType();
    }
}
