package org.reformatted.realign.config;

import java.util.List;
import java.util.Map;

/**
 * A config that was read, with the positions of its parts.
 *
 * @param value the record
 * @param sources the files from which it was read
 * @param lines the line of each key by its path, such as {@code finetune.model}; lines are numbered over all files
 * @param notes a sentence for each former key, naming the one that replaced it
 * @param <T> the record
 */
public record BoundConfig<T>(T value, ConfigSources sources, Map<String, Integer> lines, List<String> notes) {
    /**
     * Returns the name of the config for messages.
     *
     * @return the name of its file
     */
    public String name() {
        return sources.names().get(0);
    }

    /**
     * Returns the same positions with another value, such as a part of the config.
     *
     * @param part the value
     * @param <P> its record
     * @return a copy without notes
     */
    public <P> BoundConfig<P> with(P part) {
        return new BoundConfig<>(part, sources, lines, List.of());
    }

    /**
     * Formats a problem that was found after reading in the same form: the place, then the sentence.
     *
     * @param path the key, such as {@code finetune.model}
     * @param sentence value, rule and remedy
     * @return {@code quickstart.yaml:12: sentence}
     */
    public String problem(String path, String sentence) {
        return sources.place(lines.getOrDefault(written(path), 1)) + ": " + sentence;
    }

    /**
     * Returns the key under which a value is written in the config; it is shorter than the path if a choice is written as a single value.
     *
     * @param path such as {@code finetune.model.folder.path}
     * @return the longest prefix of the path that is a key of the config, such as {@code finetune.model}
     */
    public String written(String path) {
        String nearest = path;
        while (!lines.containsKey(nearest) && nearest.contains(".")) {
            nearest = nearest.substring(0, nearest.lastIndexOf('.'));
        }
        return nearest;
    }
}
