package org.reformatted.realign.config;

import java.util.List;
import java.util.Map;

/**
 * A config that was read, and where its parts stand.
 *
 * @param value the record
 * @param sources the files it was put together from
 * @param lines the line of each key, by its path such as {@code finetune.model}, numbered through all files
 * @param notes a sentence for each former key, naming the one that replaced it
 * @param <T> the record
 */
public record BoundConfig<T>(T value, ConfigSources sources, Map<String, Integer> lines, List<String> notes) {
    /**
     * What messages call the config.
     *
     * @return the name of its file
     */
    public String name() {
        return sources.names().get(0);
    }

    /**
     * The same places with another value, such as a part of the config.
     *
     * @param part the value
     * @param <P> its record
     * @return a copy without notes
     */
    public <P> BoundConfig<P> with(P part) {
        return new BoundConfig<>(part, sources, lines, List.of());
    }

    /**
     * A problem found after reading, reported in the same form: place, then the sentence.
     *
     * @param path the key, such as {@code finetune.model}
     * @param sentence value, rule and remedy
     * @return {@code quickstart.yaml:12: sentence}
     */
    public String problem(String path, String sentence) {
        return sources.place(lines.getOrDefault(written(path), 1)) + ": " + sentence;
    }

    /**
     * The key under which the config holds a value, which is shorter than its path where a choice is written as a single value.
     *
     * @param path such as {@code finetune.model.folder.path}
     * @return the nearest key that the config has, such as {@code finetune.model}
     */
    public String written(String path) {
        String nearest = path;
        while (!lines.containsKey(nearest) && nearest.contains(".")) {
            nearest = nearest.substring(0, nearest.lastIndexOf('.'));
        }
        return nearest;
    }
}
