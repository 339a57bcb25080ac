package org.reformatted.experiments.spark;

import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.function.Function;
import org.apache.spark.SparkFiles;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.config.ConfigFile;

/**
 * The files that a config names, sent from the driver's machine to every executor.
 *
 * @param names the names of Spark's files by the paths in the config
 */
record SentFiles(HashMap<String, String> names) implements Serializable {
    /**
     * Sends the files.
     *
     * @param context Spark
     * @param name the config's name, for messages
     * @param config the config; its {@code input.path} is not sent
     * @param local finds a file on the driver's machine
     * @return the files
     */
    static SentFiles of(JavaSparkContext context, String name, Record config, Function<String, Path> local) {
        SentFiles sent = new SentFiles(new HashMap<>());
        for (ConfigFile file : ConfigFile.of(config)) {
            if (!file.key().equals("input.path") && !sent.names.containsKey(file.path())) {
                sent.add(context, name + ": " + file.key() + " (" + file.path() + ")", file.path(), local);
            }
        }
        return sent;
    }

    /**
     * Finds a file that a config names on the driver's machine.
     *
     * @param config the config's file
     * @param data the folder that is searched first, if there is one
     * @param name the name in the config
     * @return the path of the file, whether or not it exists
     */
    static Path local(Path config, @Nullable Path data, String name) {
        Path own = config.toAbsolutePath().resolveSibling(name);
        Path root = data == null ? own : data.toAbsolutePath().resolve(name);
        return Files.exists(root) ? root : own;
    }

    private void add(JavaSparkContext context, String shown, String path, Function<String, Path> local) {
        Path found = local.apply(path).toAbsolutePath();
        if (!found.toFile().exists()) {
            throw new InputException(shown + " does not exist; the path is " + found + "; name its folder with --data");
        }
        String name = String.valueOf(found.getFileName());
        if (names.containsValue(name)) { // executors see only names
            throw new InputException(
                    shown + " has the name of another file of the config; on Spark each file needs a different name");
        }
        context.sc().addFile(found.toUri().toString(), found.toFile().isDirectory());
        names.put(path, name);
    }

    /** Finds a file on an executor. */
    Path find(String path) {
        String file = names.get(path);
        if (file == null) {
            throw new InputException(path + " is not among the files that the driver has sent");
        }
        return Path.of(SparkFiles.get(file));
    }
}
