package org.reformatted.realign.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Adds values to a config: the values of a {@link ConfigPreset}, or those of another part of the config by {@link Inherits}. */
final class Presets {
    private Presets() {}

    /** Returns the preset that a node of a record's type names. */
    static Optional<ConfigPreset> named(Node node, Class<?> type) {
        if (!type.isRecord() || !(node instanceof MappingNode map)) {
            return Optional.empty();
        }
        return Arrays.stream(type.getRecordComponents())
                .filter(component -> ConfigPreset.class.isAssignableFrom(ComponentKind.held(component)))
                .flatMap(component -> Optional.ofNullable(value(map, component.getName()))
                        .filter(ScalarNode.class::isInstance)
                        .map(value -> Scalars.parse(((ScalarNode) value).getValue(), ComponentKind.held(component)))
                        .stream())
                .map(ConfigPreset.class::cast)
                .findFirst();
    }

    /** Adds to every map of a component its missing keys from another component of the same record. */
    static void inherit(Node component, Node parent, String from) {
        if (component instanceof MappingNode maps
                && parent instanceof MappingNode config
                && value(config, from) instanceof MappingNode general) {
            maps.getValue().stream()
                    .map(NodeTuple::getValueNode)
                    .filter(MappingNode.class::isInstance)
                    .forEach(map -> complete((MappingNode) map, general));
        }
    }

    /**
     * Adds missing keys to a map and its nested maps. A map with a single key may be a choice: if the config has selected another record, nothing is
     * added.
     */
    static void complete(MappingNode config, MappingNode preset) {
        List<NodeTuple> tuples = new ArrayList<>(config.getValue());
        for (NodeTuple tuple : preset.getValue()) {
            Node given = value(config, key(tuple));
            if (given == null) {
                tuples.add(tuple);
            } else if (given instanceof MappingNode own
                    && tuple.getValueNode() instanceof MappingNode added
                    && !isOtherChoice(own, added)) {
                complete(own, added);
            }
        }
        config.setValue(tuples);
    }

    private static boolean isOtherChoice(MappingNode own, MappingNode added) {
        return added.getValue().size() == 1 && value(own, key(added.getValue().get(0))) == null;
    }

    private static String key(NodeTuple tuple) {
        return ((ScalarNode) tuple.getKeyNode()).getValue();
    }

    private static @Nullable Node value(MappingNode map, String key) {
        return map.getValue().stream()
                .filter(tuple -> tuple.getKeyNode() instanceof ScalarNode scalar
                        && scalar.getValue().equals(key))
                .map(NodeTuple::getValueNode)
                .findFirst()
                .orElse(null);
    }
}
