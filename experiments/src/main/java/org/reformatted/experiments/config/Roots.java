package org.reformatted.experiments.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.reformatted.finetune.train.config.SftConfig;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.config.ConfigFile;

/**
 * Where the data and models that configs name are looked for, first come first taken: the root that was given, what the project ships, the
 * config's own folder, the working folder. An absolute path stands for itself.
 *
 * @param data folders for data
 * @param models folders for models
 */
public record Roots(List<Path> data, List<Path> models) {
    /** The environment's name for the data root, below {@code --data}. */
    public static final String DATA_VARIABLE = "REFORMATTED_DATA";

    /** The environment's name for the model root, below {@code --models}. */
    public static final String MODELS_VARIABLE = "REFORMATTED_MODELS";

    /**
     * Gathers the places.
     *
     * @param checkout the project's folder
     * @param data what {@code --data} says
     * @param models what {@code --models} says
     * @param environment the process's environment
     * @param configFolder the folder of the config
     * @return the places, without repeats
     */
    public static Roots of(
            Path checkout,
            @Nullable Path data,
            @Nullable Path models,
            Map<String, String> environment,
            Path configFolder) {
        return new Roots(
                places(data, environment.get(DATA_VARIABLE), checkout.resolve("experiments/data"), configFolder),
                places(models, environment.get(MODELS_VARIABLE), checkout.resolve("experiments/models"), configFolder));
    }

    /**
     * A training with the file of its chat template found.
     *
     * @param sft the training
     * @return the same with the place of that file
     */
    public SftConfig found(SftConfig sft) {
        return sft.withTemplate(sft.template().found(file -> dataFile(file.toString())));
    }

    /**
     * Finds data.
     *
     * @param name as the config gives it
     * @return an existing file or folder
     * @throws InputException telling where it was looked for
     */
    public Path dataFile(String name) {
        return find(name, data, "--data DIR or " + DATA_VARIABLE);
    }

    /**
     * Finds a model.
     *
     * @param name as the config gives it
     * @return an existing folder
     * @throws InputException telling where it was looked for
     */
    public Path modelFolder(String name) {
        return find(name, models, "--models DIR or " + MODELS_VARIABLE);
    }

    /**
     * Finds a file that a config names.
     *
     * @param file key, root and path
     * @return an existing file or folder
     * @throws InputException naming the places where it was searched
     */
    public Path find(ConfigFile file) {
        return switch (file.root()) {
            case DATA -> dataFile(file.path());
            case MODEL -> modelFolder(file.path());
        };
    }

    /**
     * Finds every file that a config names.
     *
     * @param config a config record
     * @return existing files and folders by their key in the config
     * @throws InputException naming the places where one was searched
     */
    public Map<String, Path> files(Record config) {
        Map<String, Path> files = new TreeMap<>();
        ConfigFile.of(config).forEach(file -> files.put(file.key(), find(file)));
        return files;
    }

    private static Path find(String name, List<Path> places, String option) {
        return places.stream()
                .map(place -> place.resolve(name).normalize())
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new InputException(
                        name + " was found in none of " + places + "; name the folder that holds it with " + option));
    }

    private static List<Path> places(@Nullable Path given, @Nullable String variable, Path shipped, Path config) {
        Set<Path> places = new LinkedHashSet<>();
        if (given != null) {
            places.add(given.toAbsolutePath().normalize());
        } else if (variable != null && !variable.isBlank()) {
            places.add(Path.of(variable).toAbsolutePath().normalize());
        }
        places.add(shipped);
        places.add(config.toAbsolutePath().normalize());
        places.add(Path.of("").toAbsolutePath());
        return List.copyOf(places);
    }
}
