package org.reformatted.realign.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Moves the values of {@link FormerKey}s to the keys that replaced them. */
final class FormerKeys {
    private FormerKeys() {}

    /** A value that was moved: its former key, the new one, and its line. */
    record Move(String from, String to, int line) {}

    /** Changes a node in place and returns the moved values; if the new key already exists, neither key is changed. */
    static List<Move> apply(Node node, Class<?> type) {
        List<Move> moves = new ArrayList<>();
        for (FormerKey former : type.getAnnotationsByType(FormerKey.class)) {
            for (String from : former.from()) {
                String last = from.substring(from.lastIndexOf('.') + 1);
                String to = former.to().equals("*") ? last : former.to().replace(".*", "." + last);
                move(node, from, to).ifPresent(moves::add);
            }
        }
        return moves;
    }

    private static Optional<Move> move(Node node, String from, String to) {
        Optional<NodeTuple> found = find(node, from);
        if (found.isEmpty() || find(node, to).isPresent() || !canHold(node, to)) {
            return Optional.empty();
        }
        Node value = found.get().getValueNode();
        remove(node, from, found.get());
        put((MappingNode) node, to, value);
        return Optional.of(new Move(from, to, value.getStartMark().getLine() + 1));
    }

    private static Optional<NodeTuple> find(Node node, String path) {
        int dot = path.indexOf('.');
        String key = dot < 0 ? path : path.substring(0, dot);
        if (!(node instanceof MappingNode map)) {
            return Optional.empty();
        }
        Optional<NodeTuple> entry =
                map.getValue().stream().filter(tuple -> isKey(tuple, key)).findFirst();
        return dot < 0 ? entry : entry.flatMap(tuple -> find(tuple.getValueNode(), path.substring(dot + 1)));
    }

    /** Tests whether every key on the way to a path is absent or contains a map. */
    private static boolean canHold(Node node, String path) {
        for (int dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
            Optional<NodeTuple> on = find(node, path.substring(0, dot));
            if (on.isPresent() && !(on.get().getValueNode() instanceof MappingNode)) {
                return false;
            }
        }
        return true;
    }

    /** Removes an entry, and also its map if that becomes empty. */
    private static void remove(Node node, String path, NodeTuple tuple) {
        int dot = path.lastIndexOf('.');
        Optional<NodeTuple> parent = dot < 0 ? Optional.empty() : find(node, path.substring(0, dot));
        MappingNode map = (MappingNode) parent.map(NodeTuple::getValueNode).orElse(node);
        List<NodeTuple> left = new ArrayList<>(map.getValue());
        left.remove(tuple);
        map.setValue(left);
        if (left.isEmpty()) {
            parent.ifPresent(empty -> remove(node, path.substring(0, dot), empty));
        }
    }

    private static void put(MappingNode map, String path, Node value) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            List<NodeTuple> tuples = new ArrayList<>(map.getValue());
            tuples.add(new NodeTuple(key(path, value), value));
            map.setValue(tuples);
            return;
        }
        String key = path.substring(0, dot);
        Node inner = find(map, key).map(NodeTuple::getValueNode).orElse(null);
        if (inner == null) {
            inner = new MappingNode(
                    Tag.MAP, true, List.of(), value.getStartMark(), value.getEndMark(), DumperOptions.FlowStyle.FLOW);
            put(map, key, inner);
        }
        put((MappingNode) inner, path.substring(dot + 1), value);
    }

    private static ScalarNode key(String key, Node place) {
        return new ScalarNode(Tag.STR, key, place.getStartMark(), place.getEndMark(), DumperOptions.ScalarStyle.PLAIN);
    }

    private static boolean isKey(NodeTuple tuple, String key) {
        return tuple.getKeyNode() instanceof ScalarNode scalar
                && scalar.getValue().equals(key);
    }
}
