package org.reformatted.realign.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.reformatted.realign.base.Json;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The JSON Schema of configs, with which editors complete and check them. Only {@code validate} checks rules between keys. */
public final class ConfigSchema {
    private final ConfigDocs docs;

    private ConfigSchema(ConfigDocs docs) {
        this.docs = docs;
    }

    /**
     * Writes the schema.
     *
     * @param roots the records that config files describe; a config is one of them
     * @param docs the records' Javadoc
     * @return JSON
     */
    public static String of(List<Class<?>> roots, ConfigDocs docs) {
        ConfigSchema schema = new ConfigSchema(docs);
        Map<String, Object> definitions = new LinkedHashMap<>();
        ConfigTypes.reachable(roots).forEach(type -> definitions.put(ConfigTypes.name(type), schema.definition(type)));
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        all.put("title", "Configs of scripts/harness");
        List<Object> configs =
                new ArrayList<>(roots.stream().map(ConfigSchema::reference).toList());
        configs.add(layer(roots));
        all.put("anyOf", configs);
        all.put("$defs", definitions);
        return Json.pretty(all) + "\n";
    }

    /** A config that extends another file or has variants: no key is required, because missing keys may be in the other layers. */
    private static Map<String, Object> layer(List<Class<?>> roots) {
        Set<String> keys = new TreeSet<>(List.of(ConfigLayers.EXTENDS, ConfigLayers.VARIANTS));
        roots.forEach(
                root -> Arrays.stream(root.getRecordComponents()).forEach(component -> keys.add(component.getName())));
        Map<String, Object> layer = new LinkedHashMap<>();
        layer.put("description", "a config that builds on another file, or has variants");
        layer.put("type", "object");
        layer.put("propertyNames", Map.of("enum", List.copyOf(keys)));
        layer.put(
                "anyOf",
                List.of(
                        Map.of("required", List.of(ConfigLayers.EXTENDS)),
                        Map.of("required", List.of(ConfigLayers.VARIANTS))));
        return layer;
    }

    private Map<String, Object> definition(Class<?> type) {
        Map<String, Object> definition = new LinkedHashMap<>();
        definition.put("description", docs.of(type));
        if (type.isRecord()) {
            record(type, definition);
        } else {
            definition.put(
                    "anyOf",
                    ConfigTypes.forms(type).stream()
                            .flatMap(form -> written(form).stream())
                            .toList());
        }
        return definition;
    }

    private static List<Object> written(ConfigTypes.Form form) {
        List<Object> ways = new ArrayList<>();
        if (form.bare()) {
            ways.add(Map.of("const", form.word()));
        }
        if (form.scalar()) {
            ways.add(of(form.scalarType()));
        }
        if (form.nested()) {
            Map<String, Object> way = new LinkedHashMap<>();
            way.put("type", "object");
            way.put("properties", Map.of(form.name(), reference(form.record())));
            way.put("required", List.of(form.name()));
            way.put("additionalProperties", false);
            ways.add(way);
        } else {
            ways.add(reference(form.record()));
        }
        return ways;
    }

    private void record(Class<?> type, Map<String, Object> definition) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            Map<String, Object> property = new LinkedHashMap<>();
            property.put("description", docs.of(type, component.getName()));
            property.putAll(
                    component.isAnnotationPresent(Inherits.class)
                            ? holder("object", "additionalProperties", Map.of("type", "object"))
                            : ConfigBinder.isSwitch(component)
                                    ? Map.of(
                                            "anyOf", List.of(of(component.getGenericType()), Map.of("type", "boolean")))
                                    : of(component.getGenericType()));
            ConfigTypes.defaultYaml(component).ifPresent(yaml -> property.put("default", value(yaml)));
            properties.put(component.getName(), property);
            if (!ConfigBinder.mayBeAbsent(component)) {
                required.add(component.getName());
            }
        }
        boolean text = ConfigBinder.onlyRequired(type)
                .filter(component ->
                        !component.getName().equalsIgnoreCase(type.getSimpleName())) // its key is the choice
                .isPresent();
        definition.put("type", text ? List.of("object", "string") : "object");
        definition.put("properties", properties);
        definition.put("required", required);
        definition.put("additionalProperties", false);
    }

    private static Object value(String yaml) {
        Object value = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
        return value == null ? "" : value;
    }

    private static Map<String, Object> of(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            Map<String, Object> inner = of(arguments[arguments.length - 1]);
            if (generic.getRawType() == Optional.class) {
                return inner;
            }
            return generic.getRawType() == Map.class
                    ? holder("object", "additionalProperties", inner)
                    : holder("array", "items", inner);
        }
        Class<?> raw = (Class<?>) type;
        if (ComponentKind.isConfig(raw)) {
            return reference(raw);
        }
        if (raw.isEnum()) {
            return Map.of("enum", ConfigTypes.constants(raw));
        }
        if (raw == String.class) {
            return Map.of("type", List.of("string", "number", "boolean"));
        }
        boolean fraction = raw == double.class || raw == Double.class;
        boolean truth = raw == boolean.class || raw == Boolean.class;
        return Map.of("type", truth ? "boolean" : fraction ? "number" : "integer");
    }

    /** Creates a map with a fixed order of keys, so that the file is always the same. */
    private static Map<String, Object> holder(String type, String key, Object inner) {
        Map<String, Object> holder = new LinkedHashMap<>();
        holder.put("type", type);
        holder.put(key, inner);
        return holder;
    }

    private static Map<String, Object> reference(Class<?> type) {
        return Map.of("$ref", "#/$defs/" + ConfigTypes.name(type));
    }
}
