package org.reformatted.realign.config;

import java.io.StringReader;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * Binds YAML to records, strictly. It collects all problems and reports them together.
 *
 * <p>A record's component is required unless it has {@link Default}, is an {@link Optional} or is {@link Nullable}. An optional record whose
 * components all have defaults may also be written {@code true}, or {@code false} if it is absent. Scalars are parsed by the component's type. An
 * enum constant {@code FOO_BAR} is written {@code foo-bar}. A sealed interface is a choice between its records, see {@link Choice}. The rules on
 * fields are in the records' compact constructors: an {@link IllegalArgumentException} whose message starts with a component's name is reported at
 * that component's line.
 */
public final class ConfigBinder {
    private static final int LONGEST_PATH = 500;
    private final ConfigSources sources;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();

    private record Problem(int line, String text) {}

    private ConfigBinder(ConfigSources sources) {
        this.sources = sources;
    }

    /**
     * Reads a config file and the files that it extends.
     *
     * @param file a YAML file
     * @param type the record it describes
     * @param <T> the record
     * @return the record and the positions of its parts
     * @throws ConfigException with every problem found
     */
    public static <T> BoundConfig<T> bind(Path file, Class<T> type) {
        return bind(file, Optional.empty(), type);
    }

    /**
     * Reads one variant of a config file and the files that it extends.
     *
     * @param file a YAML file
     * @param variant the name of a variant in the file or a file that it extends
     * @param type the record it describes
     * @param <T> the record
     * @return the record and the positions of its parts
     * @throws ConfigException with every problem found
     */
    public static <T> BoundConfig<T> bind(Path file, Optional<String> variant, Class<T> type) {
        ConfigLayers.Merged merged = ConfigLayers.read(file, variant, type);
        return new ConfigBinder(merged.sources()).bound(merged.root(), type);
    }

    /**
     * Reads a config.
     *
     * @param name its name for messages, such as the file's name
     * @param yaml its text
     * @param type the record it describes
     * @param <T> the record
     * @return the record and the positions of its parts
     * @throws ConfigException with every problem found
     */
    public static <T> BoundConfig<T> bind(String name, String yaml, Class<T> type) {
        return new ConfigBinder(new ConfigSources(List.of(name))).bound(parse(name, yaml), type);
    }

    private <T> BoundConfig<T> bound(@Nullable Node root, Class<T> type) {
        Object value = root == null ? fail(1, "the config is empty; see --help for an example") : value(root, type, "");
        if (value == null || !problems.isEmpty()) {
            throw failure();
        }
        return new BoundConfig<>(type.cast(value), sources, Map.copyOf(lines), List.copyOf(notes));
    }

    /**
     * Returns the top-level keys of a config file and the files that it extends, to decide which kind of config it is.
     *
     * @param file a YAML file
     * @return the keys; empty when the top is not a map
     * @throws ConfigException when a file is missing or not YAML
     */
    public static List<String> topKeys(Path file) {
        return topKeys(ConfigLayers.read(file, Optional.empty(), Object.class).root());
    }

    /**
     * Returns the variants of a config file and the files that it extends.
     *
     * @param file a YAML file
     * @return their names in order
     * @throws ConfigException when a file is missing or not YAML
     */
    public static SortedSet<String> variants(Path file) {
        return ConfigLayers.variants(file);
    }

    /**
     * Returns the top-level keys of a config, to decide which kind of config it is.
     *
     * @param name its name for messages
     * @param yaml its text
     * @return the keys in order; empty when the top is not a map
     * @throws ConfigException when it is not YAML
     */
    public static List<String> topKeys(String name, String yaml) {
        return topKeys(parse(name, yaml));
    }

    private static List<String> topKeys(@Nullable Node root) {
        return root instanceof MappingNode map
                ? map.getValue().stream().map(t -> text(t.getKeyNode())).toList()
                : List.of();
    }

    static @Nullable Node parse(String name, String yaml) {
        try {
            Node root = new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(yaml));
            return root == null ? null : new YamlTree(name).of(root);
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw new ConfigException(
                    name,
                    List.of(name + ":" + line + ": not YAML (" + e.getProblem()
                            + "); check the indentation, quotes and brackets around this line"));
        } catch (ReaderException e) {
            int line = 1
                    + (int) yaml.substring(0, Math.min(e.getPosition(), yaml.length()))
                            .chars()
                            .filter(c -> c == '\n')
                            .count();
            throw new ConfigException(
                    name,
                    List.of(String.format(
                            "%s:%d: contains the character U+%04X, which YAML does not allow; remove it",
                            name, line, e.getCodePoint())));
        } catch (YAMLException e) {
            throw new ConfigException(
                    name,
                    List.of(name + ":1: not YAML ("
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
                            + "); make the config simpler"));
        } catch (StackOverflowError e) {
            throw new ConfigException(name, List.of(name + ":1: nested too deeply; a config has a few levels"));
        }
    }

    private @Nullable Object value(Node node, Type type, String path) {
        lines.putIfAbsent(path, line(node));
        if (path.length() > LONGEST_PATH) {
            return fail(line(node), "an alias (*name) is inside the value that it names; write the value out");
        }
        if (type instanceof ParameterizedType generic) {
            return generic(node, generic, path);
        }
        Class<?> raw = (Class<?>) type;
        List<FormerKeys.Move> moves = FormerKeys.apply(node, raw);
        if (!moves.isEmpty()) {
            notes.add(sources.place(line(node)) + ": former keys, which still work: "
                    + String.join(
                            ", ",
                            moves.stream()
                                    .map(move -> join(path, move.from()) + " is now " + join(path, move.to()))
                                    .toList()));
        }
        Presets.named(node, raw).ifPresent(preset -> complete((MappingNode) node, preset));
        if (raw.isRecord()) {
            return record(node, raw, path);
        }
        if (raw.isSealed() && raw.isInterface()) {
            return choice(node, raw, path);
        }
        return scalar(node, raw, path);
    }

    private static void complete(MappingNode config, ConfigPreset preset) {
        if (parse(String.valueOf(preset), preset.yaml()) instanceof MappingNode values) {
            Presets.complete(config, values);
        }
    }

    private @Nullable Object generic(Node node, ParameterizedType type, String path) {
        Type[] arguments = type.getActualTypeArguments();
        if (type.getRawType() == List.class) {
            return list(node, arguments[0], path);
        }
        if (type.getRawType() == Map.class) {
            return map(node, arguments[1], path);
        }
        if (type.getRawType() == Optional.class) {
            Object value = value(node, arguments[0], path);
            return value == null ? null : Optional.of(value); // null means invalid, not absent
        }
        throw new IllegalStateException("a config record cannot contain a " + type);
    }

    private @Nullable Object list(Node node, Type element, String path) {
        if (!(node instanceof SequenceNode sequence)) {
            return fail(
                    line(node),
                    path + " (" + shown(node) + ") must be a list; write it as [a, b] or as lines that start with -");
        }
        List<Object> values = new ArrayList<>();
        for (Node child : sequence.getValue()) {
            Object value = value(child, element, path + "[" + values.size() + "]");
            if (value == null) {
                return null;
            }
            values.add(value);
        }
        return values;
    }

    private @Nullable Object map(Node node, Type element, String path) {
        if (!(node instanceof MappingNode mapping)) {
            return fail(line(node), path + " (" + shown(node) + ") must be a map of names to values");
        }
        Map<String, Object> values = new LinkedHashMap<>();
        boolean whole = true;
        for (Map.Entry<String, Node> entry : entries(mapping, path).entrySet()) {
            Object value = value(entry.getValue(), element, join(path, entry.getKey()));
            if (value == null) {
                whole = false;
            } else {
                values.put(entry.getKey(), value);
            }
        }
        return whole ? values : null;
    }

    private @Nullable Object record(Node given, Class<?> type, String path) {
        Node node = path.isEmpty() ? given : withKey(given, type);
        if (!(node instanceof MappingNode mapping)) {
            return fail(
                    line(node),
                    shownPath(path) + " (" + shown(node) + ") must be a map with the keys " + keys(type)
                            + (hasDefaults(type) ? "; {} uses the default of each" : ""));
        }
        Map<String, Node> entries = entries(mapping, path);
        for (Map.Entry<String, Node> entry : entries.entrySet()) {
            if (!keys(type).contains(entry.getKey())) {
                String nearest = Names.nearest(entry.getKey(), keys(type));
                fail(
                        line(entry.getValue()),
                        join(path, entry.getKey()) + " is not a known key; "
                                + (nearest == null ? "" : "did you mean " + nearest + "? ") + "known here: "
                                + String.join(", ", keys(type)));
            }
        }
        RecordComponent[] components = type.getRecordComponents();
        @Nullable Object[] values = new Object[components.length];
        boolean whole = true;
        for (int i = 0; i < components.length; i++) {
            Node child = entries.get(components[i].getName());
            Component bound = component(components[i], child, node, join(path, components[i].getName()));
            values[i] = bound.value;
            whole &= bound.good;
        }
        return whole ? construct(node, type, values, path) : null;
    }

    /** Expands a text that represents a record with only one required component to the map that it abbreviates. */
    private static Node withKey(Node node, Class<?> type) {
        if (!(node instanceof ScalarNode scalar) || node.getTag().equals(Tag.NULL)) {
            return node;
        }
        return onlyRequired(type)
                .<Node>map(component -> {
                    Node key = new ScalarNode(
                            Tag.STR,
                            component.getName(),
                            node.getStartMark(),
                            node.getEndMark(),
                            DumperOptions.ScalarStyle.PLAIN);
                    MappingNode map = empty(node);
                    map.setValue(List.of(new NodeTuple(key, scalar)));
                    return map;
                })
                .orElse(node);
    }

    /** Returns the component that a plain text sets: the only required component of a record, if it is a text. */
    static Optional<RecordComponent> onlyRequired(Class<?> type) {
        List<RecordComponent> required = Arrays.stream(type.getRecordComponents())
                .filter(component -> !mayBeAbsent(component))
                .toList();
        return required.size() == 1 && required.get(0).getType() == String.class
                ? Optional.of(required.get(0))
                : Optional.empty();
    }

    private record Component(@Nullable Object value, boolean good) {}

    private Component component(RecordComponent component, @Nullable Node given, Node parent, String path) {
        boolean nullable = isNullable(component.getAnnotatedType());
        if (given != null && given.getTag().equals(Tag.NULL) && (nullable || component.getType() == Optional.class)) {
            given = null;
        }
        if (given != null && given.getTag().equals(Tag.BOOL) && isSwitch(component)) {
            boolean on = Boolean.TRUE.equals(Scalars.parse(((ScalarNode) given).getValue(), boolean.class));
            given = on ? empty(given) : null;
        }
        if (given != null) {
            Inherits from = component.getAnnotation(Inherits.class);
            if (from != null) {
                Presets.inherit(given, parent, from.value());
            }
            Object value = value(given, component.getGenericType(), path);
            return new Component(value, value != null);
        }
        Default fallback = component.getAnnotation(Default.class);
        if (fallback != null) {
            Node node = parse(path, fallback.value());
            if (node == null) {
                return new Component("", component.getType() == String.class);
            }
            lines.putIfAbsent(path, line(parent));
            Object value = value(node, component.getGenericType(), path);
            return new Component(value, value != null);
        }
        if (component.getType() == Optional.class) {
            return new Component(Optional.empty(), true);
        }
        if (nullable) {
            return new Component(null, true);
        }
        fail(line(parent), path + " is missing; add it: it has no default");
        return new Component(null, false);
    }

    /** Tests whether {@code true} may be written for a part with all its defaults, and {@code false} for an absent part. */
    static boolean isSwitch(RecordComponent component) {
        return component.getType() == Optional.class
                && component.getGenericType() instanceof ParameterizedType optional
                && optional.getActualTypeArguments()[0] instanceof Class<?> part
                && part.isRecord()
                && hasDefaults(part);
    }

    private @Nullable Object construct(Node node, Class<?> type, @Nullable Object[] values, String path) {
        try {
            return newRecord(type, values);
        } catch (IllegalArgumentException rule) {
            return broken(node, type, String.valueOf(rule.getMessage()), path);
        }
    }

    /** The value of a component that was left out. */
    record Bound(@Nullable Object value) {}

    /** Returns the value of a component that is left out; empty when the component is required. */
    static Optional<Bound> absent(RecordComponent component) {
        ConfigBinder binder = new ConfigBinder(new ConfigSources(List.of(component.getName())));
        MappingNode nowhere = new MappingNode(Tag.MAP, true, List.of(), null, null, DumperOptions.FlowStyle.FLOW);
        Component bound = binder.component(component, null, nowhere, component.getName());
        return bound.good ? Optional.of(new Bound(bound.value)) : Optional.empty();
    }

    /**
     * Calls a record's constructor.
     *
     * @throws IllegalArgumentException when a rule of the record is broken
     */
    static Object newRecord(Class<?> type, @Nullable Object[] values) {
        Class<?>[] types = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException rule) {
                throw rule;
            }
            throw new IllegalStateException("the constructor of " + type + " failed", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no usable constructor in " + type, e);
        }
    }

    private @Nullable Object broken(Node node, Class<?> type, String rule, String path) {
        String place = rule.split("[ :]", 2)[0];
        if (keys(type).contains(place.split("[.\\[]", 2)[0])) {
            return fail(nearestLine(join(path, place), line(node)), join(path, rule));
        }
        return fail(line(node), path.isEmpty() ? rule : path + ": " + rule);
    }

    /** Returns the line of the longest prefix of a key that is in the config. */
    private int nearestLine(String key, int otherwise) {
        for (String nearest = key; !nearest.isEmpty(); ) {
            Integer line = lines.get(nearest);
            if (line != null) {
                return line;
            }
            nearest = nearest.substring(0, Math.max(0, Math.max(nearest.lastIndexOf('.'), nearest.lastIndexOf('['))));
        }
        return otherwise;
    }

    private @Nullable Object choice(Node node, Class<?> sealed, String path) {
        Choice choice = Choice.of(sealed);
        if (node instanceof MappingNode mapping) {
            Map<String, Node> entries = entries(mapping, path);
            for (String key : entries.keySet()) {
                Class<?> named = choice.named(key);
                if (named != null) {
                    if (keys(named).contains(key)) {
                        return record(node, named, path);
                    }
                    if (entries.size() > 1) {
                        return fail(line(node), path + " must name one of " + choice.names() + " and no other key");
                    }
                    return value(entries.get(key), named, join(path, key));
                }
            }
            return fail(
                    line(node),
                    path + " (" + String.join(", ", entries.keySet()) + ") is not known; expected " + choice.forms());
        }
        String text = node instanceof ScalarNode scalar ? scalar.getValue() : "";
        Class<?> named = choice.named(text);
        if (named != null && Arrays.stream(named.getRecordComponents()).allMatch(ConfigBinder::mayBeAbsent)) {
            return record(empty(node), named, path);
        }
        Class<?> wrapping = choice.wrapping(text);
        if (wrapping != null && node instanceof ScalarNode) {
            RecordComponent only = wrapping.getRecordComponents()[0];
            Object value = value(node, only.getGenericType(), path);
            return value == null ? null : construct(node, wrapping, new Object[] {value}, path);
        }
        return fail(line(node), path + " (" + shown(node) + ") is not known; expected " + choice.forms());
    }

    private static MappingNode empty(Node place) {
        return new MappingNode(
                Tag.MAP, true, List.of(), place.getStartMark(), place.getEndMark(), DumperOptions.FlowStyle.FLOW);
    }

    /** Tests whether a config may leave out a component. */
    static boolean mayBeAbsent(RecordComponent component) {
        return component.isAnnotationPresent(Default.class)
                || component.getType() == Optional.class
                || isNullable(component.getAnnotatedType());
    }

    private @Nullable Object scalar(Node node, Class<?> type, String path) {
        if (!(node instanceof ScalarNode scalar)) {
            return fail(
                    line(node),
                    path + " must be " + Scalars.describe(type) + ", not a "
                            + (node instanceof MappingNode ? "map" : "list"));
        }
        if (node.getTag().equals(Tag.NULL)) {
            return fail(line(node), path + " is empty; expected " + Scalars.describe(type));
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(scalar.getValue())) {
            return fail(
                    line(node),
                    path + " contains half of a surrogate pair, which is not a character; correct its \\u escapes");
        }
        Object value = Scalars.parse(scalar.getValue(), type);
        return value != null
                ? value
                : fail(line(node), path + " (" + scalar.getValue() + ") must be " + Scalars.describe(type));
    }

    private Map<String, Node> entries(MappingNode mapping, String path) {
        Map<String, Node> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String key = text(tuple.getKeyNode());
            if (entries.put(key, tuple.getValueNode()) != null) {
                fail(line(tuple.getKeyNode()), join(path, key) + " is given twice; remove one of the two");
            }
        }
        return entries;
    }

    private @Nullable Object fail(int line, String sentence) {
        problems.add(new Problem(line, sources.place(line) + ": " + sentence));
        return null;
    }

    private ConfigException failure() {
        return new ConfigException(
                sources.names().get(0),
                problems.stream()
                        .sorted((a, b) -> Integer.compare(a.line, b.line))
                        .map(Problem::text)
                        .distinct()
                        .toList());
    }

    private static List<String> keys(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
    }

    /** Tests whether all components may be left out. */
    private static boolean hasDefaults(Class<?> type) {
        return Arrays.stream(type.getRecordComponents()).allMatch(ConfigBinder::mayBeAbsent);
    }

    private static boolean isNullable(AnnotatedType type) {
        return type.isAnnotationPresent(Nullable.class);
    }

    private static String join(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private static String shownPath(String path) {
        return path.isEmpty() ? "the config" : path;
    }

    private static String text(Node node) {
        return node instanceof ScalarNode scalar
                ? scalar.getValue()
                : node.getNodeId().name();
    }

    private static String shown(Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : node instanceof MappingNode ? "a map" : "a list";
    }

    static int line(Node node) {
        return node.getStartMark() == null ? 1 : node.getStartMark().getLine() + 1;
    }
}
