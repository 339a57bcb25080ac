package org.reformatted.realign.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file or folder that a config names: the value of a component that is marked {@link InputFile}.
 *
 * @param key its key in the config, such as {@code classifier.saved.path}
 * @param root the folder in which a relative path is searched
 * @param path the path as written in the config
 */
public record ConfigFile(String key, InputFile.Root root, String path) {
    /**
     * Lists every file that a config names.
     *
     * @param config a config record
     * @return the files in the order of the components; files of operational parts are left out
     */
    public static List<ConfigFile> of(Record config) {
        List<ConfigFile> files = new ArrayList<>();
        collect("", config, Object.class, files);
        return List.copyOf(files);
    }

    private static void collect(String path, @Nullable Object value, Class<?> declared, List<ConfigFile> files) {
        each(path, value, (key, element) -> {
            if (element instanceof Record record) {
                String place = place(key, record, declared);
                ConfigTree.components(record).forEach((component, held) -> {
                    String at = join(place, component.getName());
                    switch (ComponentKind.of(component)) {
                        case RECORD -> collect(at, held, ComponentKind.held(component), files);
                        case INPUT_FILE -> {
                            InputFile.Root root =
                                    component.getAnnotation(InputFile.class).value();
                            each(at, held, (k, file) -> files.add(new ConfigFile(k, root, String.valueOf(file))));
                        }
                        case IDENTITY, OPERATIONAL, SECRET -> {}
                    }
                });
            }
        });
    }

    /** Returns the key under which a record's components are written: below the name of the choice, unless the component allows only this record. */
    static String place(String key, Record record, Class<?> declared) {
        return declared != record.getClass() && Choice.nests(record)
                ? join(key, Objects.requireNonNull(Choice.name(record)))
                : key;
    }

    /** Receives each present value with its key. */
    interface Visitor {
        /** Visits a value. */
        void visit(String key, Object value);
    }

    /** Visits a value, or the elements of an optional, list or map. */
    static void each(String path, @Nullable Object value, Visitor visitor) {
        if (value instanceof Optional<?> optional) {
            optional.ifPresent(element -> each(path, element, visitor));
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                each(path + "[" + i + "]", list.get(i), visitor);
            }
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((key, element) -> each(join(path, String.valueOf(key)), element, visitor));
        } else if (value != null) {
            visitor.visit(path, value);
        }
    }

    static String join(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
