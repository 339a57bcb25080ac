package org.reformatted.realign.config;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Converts the graph that YAML composes to a tree. An alias ({@code *name}) becomes a copy of the value that it names, so that a layer over one place
 * changes no other place. A merge key ({@code <<: *name}) becomes the keys that it adds.
 */
final class YamlTree {
    /** Limit on the number of values, which only nested aliases can reach. */
    private static final int MOST_VALUES = 100_000;

    private final String name;
    private final IdentityHashMap<Node, Boolean> open = new IdentityHashMap<>();
    private int values;

    /**
     * Creates a converter for one file.
     *
     * @param name the file's name for messages
     */
    YamlTree(String name) {
        this.name = name;
    }

    /**
     * Copies a value with all its content.
     *
     * @param node the value
     * @return the copy
     * @throws ConfigException for an alias inside the value that it names, for a merge key without a map, and when aliases make the config too large
     */
    Node of(Node node) {
        values++;
        if (values > MOST_VALUES) {
            throw problem(node, "aliases (*name) make this config larger than 100,000 values; write values out");
        }
        if (node instanceof ScalarNode) {
            return node; // it is never changed
        }
        if (open.put(node, true) != null) {
            throw problem(node, "an alias (*name) is inside the value that it names; write the value out");
        }
        Node copy = node instanceof MappingNode map ? map(map) : sequence((SequenceNode) node);
        open.remove(node);
        return copy;
    }

    private Node sequence(SequenceNode list) {
        List<Node> copies = list.getValue().stream().map(this::of).toList();
        return new SequenceNode(
                list.getTag(), true, copies, list.getStartMark(), list.getEndMark(), list.getFlowStyle());
    }

    private MappingNode map(MappingNode map) {
        List<NodeTuple> tuples = new ArrayList<>();
        List<NodeTuple> added = new ArrayList<>();
        for (NodeTuple tuple : map.getValue()) {
            if (tuple.getKeyNode().getTag().equals(Tag.MERGE)) {
                added.addAll(merged(tuple));
            } else {
                tuples.add(new NodeTuple(tuple.getKeyNode(), of(tuple.getValueNode())));
            }
        }
        for (NodeTuple tuple : added) {
            if (tuples.stream().noneMatch(own -> key(own).equals(key(tuple)))) {
                tuples.add(tuple);
            }
        }
        return new MappingNode(map.getTag(), true, tuples, map.getStartMark(), map.getEndMark(), map.getFlowStyle());
    }

    /** Returns the keys of the map, or of each map of the list, that a merge key names. */
    private List<NodeTuple> merged(NodeTuple merge) {
        Node named = merge.getValueNode();
        List<Node> maps = named instanceof SequenceNode list ? list.getValue() : List.of(named);
        List<NodeTuple> tuples = new ArrayList<>();
        for (Node each : maps) {
            if (!(each instanceof MappingNode map)) {
                throw problem(
                        merge.getKeyNode(), "the merge key << must name a map or a list of maps, such as <<: *name");
            }
            tuples.addAll(((MappingNode) of(map)).getValue());
        }
        return tuples;
    }

    private static String key(NodeTuple tuple) {
        return tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    private ConfigException problem(Node node, String sentence) {
        return new ConfigException(name, List.of(name + ":" + ConfigBinder.line(node) + ": " + sentence));
    }
}
