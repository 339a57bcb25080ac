package org.reformatted.realign.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.base.TextFiles;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Merges the layers of a config. {@code extends: FILE} names a file that the config extends; {@code variants: {NAME: {...}}} contains further layers,
 * of which a command selects one. The layers from the top are: the variant in the config, the variant in the extended file, the config, the extended
 * file. A map in an upper layer takes missing keys from the layers below; any other value replaces the value below.
 */
final class ConfigLayers {
    static final String EXTENDS = "extends";
    static final String VARIANTS = "variants";

    private final List<String> names = new ArrayList<>();
    private final List<Path> files = new ArrayList<>();
    private final List<MappingNode> plain = new ArrayList<>();
    private final List<MappingNode> variants = new ArrayList<>();

    /**
     * A merged config.
     *
     * @param root its keys; null when the file is empty
     * @param sources the files from which it was read
     */
    record Merged(@Nullable Node root, ConfigSources sources) {}

    private ConfigLayers() {}

    /**
     * Reads a file and the files that it extends.
     *
     * @param file a YAML file
     * @param variant the selected variant
     * @param type the record that the config describes, which distinguishes a map of keys from a choice
     * @return the config
     * @throws ConfigException when a file is missing or not YAML, or there is no such variant
     */
    static Merged read(Path file, Optional<String> variant, Class<?> type) {
        ConfigLayers layers = new ConfigLayers();
        Node top = layers.add(file);
        if (!(top instanceof MappingNode)) {
            return new Merged(top, new ConfigSources(layers.names));
        }
        MappingNode merged = layers.overlay(variant, type);
        layers.plain.forEach(layer -> complete(merged, layer, type));
        return new Merged(merged, new ConfigSources(layers.names));
    }

    /** Returns the names of the variants of a file and the files that it extends. */
    static SortedSet<String> variants(Path file) {
        ConfigLayers layers = new ConfigLayers();
        layers.add(file);
        SortedSet<String> names = new TreeSet<>();
        layers.variants.forEach(named -> named.getValue().forEach(tuple -> names.add(key(tuple))));
        return names;
    }

    private @Nullable Node add(Path file) {
        String name = String.valueOf(file.getFileName());
        Path real = file.toAbsolutePath().normalize();
        if (files.contains(real)) {
            throw problem(1, "extends leads back to this file: " + String.join(" -> ", names) + "; remove one of them");
        }
        files.add(real);
        names.add(name);
        String yaml = TextFiles.readString(file);
        Node node = ConfigBinder.parse(name, yaml);
        if (yaml.lines().count() >= ConfigSources.LINES) {
            throw problem((names.size() - 1) * ConfigSources.LINES + 1, "a config has fewer than 100,000 lines");
        }
        if (names.size() > 1) {
            node = ConfigBinder.parse(name, "\n".repeat((names.size() - 1) * ConfigSources.LINES) + yaml);
        }
        if (node instanceof MappingNode map) {
            addLayer(map, file);
        } else if (names.size() > 1) {
            throw problem(
                    (names.size() - 1) * ConfigSources.LINES + 1, "a file that others extend must be a map of keys");
        }
        return node;
    }

    private void addLayer(MappingNode map, Path file) {
        Optional<NodeTuple> base = take(map, EXTENDS);
        Optional<NodeTuple> more = take(map, VARIANTS);
        plain.add(map);
        more.ifPresent(tuple -> {
            if (!(tuple.getValueNode() instanceof MappingNode named)) {
                throw problem(line(tuple), "variants must be a map of names to keys, such as {small: {...}}");
            }
            variants.add(named);
        });
        base.ifPresent(tuple -> {
            if (!(tuple.getValueNode() instanceof ScalarNode scalar)
                    || scalar.getTag().equals(Tag.NULL)) {
                throw problem(line(tuple), "extends must be the name of one config in this folder, such as base.yaml");
            }
            String path = scalar.getValue();
            Path found = file.toAbsolutePath().resolveSibling(path);
            if (path.isEmpty() || !Files.isRegularFile(found)) {
                throw problem(
                        line(tuple),
                        "extends (" + path + ") must be a config next to this one; looked for " + found.normalize());
            }
            add(found);
        });
    }

    private static Optional<NodeTuple> take(MappingNode map, String key) {
        List<NodeTuple> kept = new ArrayList<>(map.getValue());
        Optional<NodeTuple> taken =
                kept.stream().filter(tuple -> key(tuple).equals(key)).findFirst();
        taken.ifPresent(kept::remove);
        map.setValue(kept);
        return taken;
    }

    private MappingNode overlay(Optional<String> variant, Class<?> type) {
        MappingNode top = plain.get(0);
        MappingNode overlay = new MappingNode(
                Tag.MAP, true, List.of(), top.getStartMark(), top.getEndMark(), DumperOptions.FlowStyle.FLOW);
        if (variant.isEmpty()) {
            return overlay;
        }
        TreeSet<String> known = new TreeSet<>();
        boolean found = false;
        for (MappingNode named : variants) {
            for (NodeTuple tuple : named.getValue()) {
                known.add(key(tuple));
                if (key(tuple).equals(variant.get())) {
                    if (!(tuple.getValueNode() instanceof MappingNode layer)) {
                        throw problem(
                                line(tuple), "variants." + key(tuple) + " must be a map of keys; {} changes nothing");
                    }
                    complete(overlay, layer, type);
                    found = true;
                }
            }
        }
        if (!found) {
            throw problem(
                    1,
                    "there is no variant " + variant.get()
                            + (known.isEmpty() ? "; the config has none" : "; there are " + String.join(", ", known)));
        }
        return overlay;
    }

    /** Adds missing keys to a map and its nested maps, except to a choice for which the upper layer selects another record. */
    private static void complete(MappingNode upper, MappingNode lower, Type type) {
        List<NodeTuple> tuples = new ArrayList<>(upper.getValue());
        for (NodeTuple tuple : lower.getValue()) {
            Optional<Node> given = upper.getValue().stream()
                    .filter(own -> key(own).equals(key(tuple)))
                    .map(NodeTuple::getValueNode)
                    .findFirst();
            if (given.isEmpty()) {
                tuples.add(tuple);
            } else if (given.get() instanceof MappingNode own && tuple.getValueNode() instanceof MappingNode added) {
                completeInside(own, added, held(type, key(tuple)));
            }
        }
        upper.setValue(tuples);
    }

    private static void completeInside(MappingNode own, MappingNode added, Type type) {
        if (!(type instanceof Class<?> raw) || !raw.isSealed()) {
            complete(own, added, type);
        } else if (chosen(own, raw).equals(chosen(added, raw))) {
            Presets.complete(own, added);
        }
    }

    /** Returns the record of a choice that a map's keys name. */
    private static Optional<Class<?>> chosen(MappingNode map, Class<?> sealed) {
        Choice choice = Choice.of(sealed);
        return map.getValue().stream()
                .<Class<?>>flatMap(tuple -> Stream.ofNullable(choice.named(key(tuple))))
                .findFirst();
    }

    /** Returns the type of the value of a key of a record or map; {@code Object} if the key is unknown. */
    private static Type held(Type type, String key) {
        if (type instanceof ParameterizedType map && map.getRawType() == Map.class) {
            return map.getActualTypeArguments()[1];
        }
        RecordComponent[] components = type instanceof Class<?> raw ? raw.getRecordComponents() : null;
        return components == null
                ? Object.class
                : Arrays.stream(components)
                        .filter(component -> component.getName().equals(key))
                        .map(component -> plain(component.getGenericType()))
                        .findFirst()
                        .orElse(Object.class);
    }

    private static Type plain(Type type) {
        return type instanceof ParameterizedType optional && optional.getRawType() == Optional.class
                ? optional.getActualTypeArguments()[0]
                : type;
    }

    private ConfigException problem(int line, String sentence) {
        return new ConfigException(names.get(0), List.of(new ConfigSources(names).place(line) + ": " + sentence));
    }

    private static int line(NodeTuple tuple) {
        return ConfigBinder.line(tuple.getKeyNode());
    }

    private static String key(NodeTuple tuple) {
        return tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
    }
}
