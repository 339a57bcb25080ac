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
 * The folders in which the data and models of configs are searched; the first match is used. The order is: the given root, the files shipped with the
 * project, the config's own folder, the working folder. An absolute path is used as it is.
 *
 * @param data folders for data
 * @param models folders for models
 */
public record Roots(List<Path> data, List<Path> models) {
    /** The environment variable with the data root; {@code --data} has priority. */
    public static final String DATA_VARIABLE = "REFORMATTED_DATA";

    /** The environment variable with the model root; {@code --models} has priority. */
    public static final String MODELS_VARIABLE = "REFORMATTED_MODELS";

    /**
     * Collects the folders.
     *
     * @param checkout the project's folder
     * @param data the value of {@code --data}
     * @param models the value of {@code --models}
     * @param environment the process's environment
     * @param configFolder the folder of the config
     * @return the folders, without duplicates
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
     * A training config with the path of its chat template's file resolved.
     *
     * @param sft the training
     * @return the config with the path of that file
     */
    public SftConfig found(SftConfig sft) {
        return sft.withTemplate(sft.template().found(file -> dataFile(file.toString())));
    }

    /**
     * Finds data.
     *
     * @param name its name in the config
     * @return an existing file or folder
     * @throws InputException that names the folders that were searched
     */
    public Path dataFile(String name) {
        return find(name, data, "--data DIR or " + DATA_VARIABLE);
    }

    /**
     * Finds a model.
     *
     * @param name its name in the config
     * @return an existing folder
     * @throws InputException that names the folders that were searched
     */
    public Path modelFolder(String name) {
        return find(name, models, "--models DIR or " + MODELS_VARIABLE);
    }

    /**
     * Finds a file that a config names.
     *
     * @param file key, root and path
     * @return an existing file or folder
     * @throws InputException that names the folders that were searched
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
     * @throws InputException that names the folders that were searched
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
                        name + " was found in none of " + places + "; name the folder that has it with " + option));
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
