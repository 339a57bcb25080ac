package org.reformatted.eval.run;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.reformatted.eval.task.BbhTask;
import org.reformatted.eval.task.EvalTask;
import org.reformatted.eval.task.FileTask;
import org.reformatted.eval.task.MmluTask;
import org.reformatted.eval.task.MtBenchTask;
import org.reformatted.eval.task.Shots;
import org.reformatted.realign.base.Check;

/** The benchmarks by name. */
public final class EvalTasks {
    private static final Map<String, RegisteredTask> ENTRIES = entries();

    /** Every name that a config can give, in the order in which they are listed. */
    public static final List<String> NAMES = List.copyOf(ENTRIES.keySet());

    private EvalTasks() {}

    private static Map<String, RegisteredTask> entries() {
        Map<String, RegisteredTask> entries = new LinkedHashMap<>();
        for (String name : List.of("gsm8k", "math", "factuality", "readability", "alpaca-eval")) {
            entries.put(name, bundled(name));
        }
        entries.put("mt-bench", open("mt_bench/question.jsonl", MtBenchTask::mtBench));
        entries.put("vicuna-bench", open("vicuna_bench/question.jsonl", MtBenchTask::vicunaBench));
        entries.put("auto-j", bundled("auto-j"));
        entries.put(
                "mmlu", new RegisteredTask("mmlu", true, (data, shots) -> MmluTask.byLikelihood(data, shots.count())));
        entries.put("mmlu-cot", open("mmlu", MmluTask::withReasons));
        entries.put("bbh", open("bbh", BbhTask::withReasons));
        entries.put("ifeval", bundled("ifeval"));
        entries.put("bbh-likelihood", open("bbh", BbhTask::byLikelihood));
        for (String name : List.of("arc-easy", "arc-challenge", "hellaswag")) {
            entries.put(name, bundled(name));
        }
        return entries;
    }

    /** Registers a task that a bundled YAML file describes. */
    private static RegisteredTask bundled(String name) {
        return new RegisteredTask(
                FileTask.bundled(name).data(), false, (data, shots) -> FileTask.bundled(name, data, shots));
    }

    /** Registers a task that takes no few-shot examples from a file. */
    private static RegisteredTask open(String usualPlace, Function<Path, EvalTask> maker) {
        return new RegisteredTask(usualPlace, false, (data, shots) -> {
            Check.argument(
                    shots.count() == 0, "shots (%s) must be 0: this task has no examples to draw", shots.count());
            return maker.apply(data);
        });
    }

    /**
     * Creates a task.
     *
     * @param config the config of the evaluation
     * @param files resolves a path of the config
     * @return the task
     */
    public static EvalTask create(EvalConfig config, Function<String, Path> files) {
        if (TaskFiles.isFile(config.task())) {
            return TaskFiles.create(config, files);
        }
        Optional<Path> from = config.shotsFrom().map(files);
        Path data = data(config, files);
        Shots shots = config.shots() == 0
                ? Shots.NONE
                : new Shots(config.shots(), from.or(() -> Optional.of(data)), config.shotSeed());
        return entry(config).maker.make(data, shots);
    }

    /**
     * Returns the file that describes a task.
     *
     * @param config the config of the evaluation
     * @param files resolves a path of the config
     * @return the YAML file; empty for built-in tasks
     */
    public static Optional<Path> file(EvalConfig config, Function<String, Path> files) {
        return Optional.of(config.task()).filter(TaskFiles::isFile).map(files);
    }

    /**
     * Returns the part of a step's name that names the task.
     *
     * @param task the task as a config names it
     * @return a benchmark's name, or the name of the YAML file without folder and extension
     */
    public static String label(String task) {
        return TaskFiles.isFile(task) ? Path.of(task).getFileName().toString().replaceFirst("\\.ya?ml$", "") : task;
    }

    /**
     * Returns whether a config can name a task.
     *
     * @param task a benchmark's name, or the path of a YAML file
     * @return true for a built-in name and for any YAML file, whether or not it exists
     */
    static boolean isNamed(String task) {
        return ENTRIES.containsKey(task) || TaskFiles.isFile(task);
    }

    /**
     * Returns whether a task's data include solved examples, so that the config need not name a file of examples.
     *
     * @param task a benchmark's name
     * @return true for tasks such as {@code mmlu}
     */
    static boolean hasExamples(String task) {
        RegisteredTask entry = ENTRIES.get(task);
        return entry != null && entry.bringsExamples;
    }

    /**
     * Returns the location of a task's samples.
     *
     * @param config the config of the evaluation
     * @param files resolves a path of the config
     * @return the file or folder
     */
    public static Path data(EvalConfig config, Function<String, Path> files) {
        return TaskFiles.isFile(config.task())
                ? TaskFiles.data(config, files)
                : files.apply(config.data().orElse(entry(config).usualPlace));
    }

    private static RegisteredTask entry(EvalConfig config) {
        RegisteredTask entry = ENTRIES.get(config.task());
        if (entry == null) {
            throw new IllegalArgumentException(
                    "task (" + config.task() + ") must be one of " + String.join(", ", NAMES));
        }
        return entry;
    }

    private record RegisteredTask(String usualPlace, boolean bringsExamples, Maker maker) {}

    private interface Maker {
        EvalTask make(Path data, Shots shots);
    }
}
