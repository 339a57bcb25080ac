package org.reformatted.eval.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.reformatted.eval.task.EvalTask;
import org.reformatted.eval.task.FileTask;
import org.reformatted.eval.task.TaskFile;
import org.reformatted.realign.config.ConfigException;

/** Creates tasks that a config names by their YAML file. */
final class TaskFiles {
    private TaskFiles() {}

    static boolean isFile(String task) {
        return task.endsWith(".yaml") || task.endsWith(".yml");
    }

    static Path data(EvalConfig config, Function<String, Path> files) {
        Path yaml = files.apply(config.task());
        return config.data()
                .map(files)
                .orElseGet(() -> sibling(yaml, FileTask.describe(yaml).data(), files));
    }

    static EvalTask create(EvalConfig config, Function<String, Path> files) {
        Path yaml = files.apply(config.task());
        TaskFile described = FileTask.describe(yaml);
        try {
            return FileTask.of(described, data(config, files), name -> sibling(yaml, name, files));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(
                    yaml.toString(),
                    java.util.List.of(Optional.ofNullable(e.getMessage()).orElse("")));
        }
    }

    /** Returns the file in the folder of the task's file if it exists, else the one in the data root. */
    private static Path sibling(Path yaml, String name, Function<String, Path> files) {
        Path near = yaml.resolveSibling(name);
        return Files.exists(near) ? near : files.apply(name);
    }
}
