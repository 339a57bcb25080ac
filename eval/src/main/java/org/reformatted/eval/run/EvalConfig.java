package org.reformatted.eval.run;

import java.util.Optional;
import org.reformatted.eval.judge.JudgeConfig;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.config.Default;
import org.reformatted.realign.config.Identity;
import org.reformatted.realign.config.InputFile;
import org.reformatted.realign.llm.SamplingSettings;

/**
 * What to evaluate; speed and device are configured elsewhere.
 *
 * @param task a benchmark's name, such as {@code gsm8k}, or the YAML file of one, relative to the data root
 * @param data its file, relative to the data root; left out for the task's default path
 * @param limit number of samples to use, from the start of the data; left out for all
 * @param shots number of solved examples before each question
 * @param shotsFrom the file they are drawn from, relative to the data root; left out for tasks that have their own, such as {@code mmlu}
 * @param shotSeed seed of the draw of the examples
 * @param sampling how answers are sampled
 * @param judge the judge of the answers; none when left out
 */
public record EvalConfig(
        @Identity String task,
        @InputFile Optional<String> data,
        @Identity Optional<Integer> limit,
        @Default("0") @Identity int shots,
        @InputFile Optional<String> shotsFrom,
        @Default("0") @Identity long shotSeed,
        @Default("{}") SamplingSettings sampling,
        Optional<JudgeConfig> judge) {
    /** Checks names and ranges. */
    public EvalConfig {
        Check.argument(
                EvalTasks.isNamed(task),
                "task (%s) must be a YAML file or one of %s",
                task,
                String.join(", ", EvalTasks.NAMES));
        Check.argument(limit.orElse(1) > 0, "limit (%s) must be positive; leave it out for all", limit.orElse(0));
        Check.argument(shots >= 0, "shots (%s) must not be negative", shots);
        Check.argument(
                shots == 0 || !TaskFiles.isFile(task),
                "shots (%s) are not allowed with a task's file: that file sets its examples",
                shots);
        Check.argument(
                shots == 0 || shotsFrom.isPresent() || EvalTasks.hasExamples(task),
                "shots (%s) need shotsFrom, the file they are drawn from",
                shots);
        judge.ifPresent(asked -> asked.requireFits(task, "judge."));
    }

    /**
     * Returns a copy without the judge, which has no effect on the answers.
     *
     * @return the config without its judge
     */
    public EvalConfig withoutJudge() {
        return new EvalConfig(task, data, limit, shots, shotsFrom, shotSeed, sampling, Optional.empty());
    }

    /**
     * Creates the config of a task with its defaults.
     *
     * @param task a benchmark's name
     * @param sampling how answers are sampled
     * @return the config
     */
    public static EvalConfig of(String task, SamplingSettings sampling) {
        return new EvalConfig(
                task, Optional.empty(), Optional.empty(), 0, Optional.empty(), 0, sampling, Optional.empty());
    }
}
