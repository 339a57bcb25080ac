package org.reformatted.realign.config;

import java.lang.annotation.Annotation;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The role of a component of a config record in the fingerprint. Every component has exactly one kind. */
public enum ComponentKind {
    /** Its value is part of the fingerprint: {@link Identity}. */
    IDENTITY,
    /** The hash of the file's content is part of the fingerprint: {@link InputFile}. */
    INPUT_FILE,
    /** Not part of the fingerprint: {@link Operational}. */
    OPERATIONAL,
    /** The name of an environment variable, not part of the fingerprint: {@link Secret}. */
    SECRET,
    /** It contains config records whose own components have kinds; the component itself has no mark. */
    RECORD;

    private static final Map<Class<? extends Annotation>, ComponentKind> MARKS = Map.of(
            Identity.class, IDENTITY,
            InputFile.class, INPUT_FILE,
            Operational.class, OPERATIONAL,
            Secret.class, SECRET);

    /**
     * Classifies a component.
     *
     * @param component a component of a config record
     * @return its kind
     * @throws IllegalStateException when it has no mark, two marks, or a mark that its type does not allow
     */
    public static ComponentKind of(RecordComponent component) {
        List<ComponentKind> marks = MARKS.entrySet().stream()
                .filter(mark -> component.isAnnotationPresent(mark.getKey()))
                .map(Map.Entry::getValue)
                .toList();
        boolean holdsRecords = isConfig(held(component));
        if (holdsRecords && marks.isEmpty()) {
            return RECORD;
        }
        if (marks.size() != 1 || (holdsRecords && marks.get(0) != OPERATIONAL)) {
            throw new IllegalStateException(
                    component.getDeclaringRecord().getName() + "." + component.getName() + " has the marks " + marks
                            + "; expected exactly one of @Identity, @InputFile, @Operational and @Secret"
                            + (holdsRecords ? ", of which only @Operational is allowed on a record" : ""));
        }
        return marks.get(0);
    }

    /**
     * Returns the class of the values of a component.
     *
     * @param component a component of a config record
     * @return the class; for an optional, list or map, the class of its elements
     */
    public static Class<?> held(RecordComponent component) {
        return held(component.getGenericType());
    }

    /** Tests whether a type is a record or a choice between records. */
    static boolean isConfig(Class<?> type) {
        return type.isRecord() || (type.isInterface() && type.isSealed());
    }

    private static Class<?> held(Type type) {
        if (!(type instanceof ParameterizedType generic)) {
            return (Class<?>) type;
        }
        Type[] arguments = generic.getActualTypeArguments();
        if (List.of(Optional.class, List.class, Map.class).contains(generic.getRawType())) {
            return held(arguments[arguments.length - 1]);
        }
        throw new IllegalStateException("a config record cannot contain a " + type);
    }
}
