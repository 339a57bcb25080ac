package org.reformatted.experiments.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.reformatted.eval.run.EvalConfig;
import org.reformatted.finetune.train.SftConfig;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.config.Default;
import org.reformatted.realign.config.Identity;
import org.reformatted.realign.pipeline.RealignConfig;

/**
 * An experiment: one instruction set realigned, a model finetuned on each arm's responses with each seed, every checkpoint evaluated, one
 * report.
 *
 * @param name names its folder of artifacts: lower-case letters, digits, dots and hyphens
 * @param description what it is about, for the report
 * @param realign how the instruction set is rewritten
 * @param finetune how each arm is trained; its data are the arm's
 * @param seeds each arm is trained once with each; left out, {@code finetune.seed} alone
 * @param arms what each arm is trained on; the first is what the others are compared with
 * @param armSeeds for arms that are trained with some of the seeds only, which
 * @param evaluate what each checkpoint is asked
 * @param report what the report shows
 */
public record ExperimentConfig(
        @Identity String name,
        @Default("") @Identity String description,
        RealignConfig realign,
        SftConfig finetune,
        @Default("[]") @Identity List<Long> seeds,

        @Default("{original: original, realigned: realigned}")
        Map<String, ArmData> arms,

        @Default("{}") @Identity Map<String, List<Long>> armSeeds,
        List<EvalConfig> evaluate,
        @Default("{}") ReportConfig report) {
    private static final String NAME = "[a-z0-9][a-z0-9.-]*";

    /** Checks names and that there is something to compare. */
    public ExperimentConfig {
        Check.argument(name.matches(NAME), "name (%s) must be lower-case letters, digits, dots and hyphens", name);
        Check.argument(finetune.data().isEmpty(), "finetune.data must be left out: each arm brings its own");
        Check.argument(arms.size() >= 2, "arms (%s) must be at least two, to have something to compare", arms.size());
        arms.keySet()
                .forEach(arm -> Check.argument(
                        arm.matches(NAME),
                        "arms.%s must be named in lower-case letters, digits, dots and hyphens",
                        arm));
        Check.argument(!evaluate.isEmpty(), "evaluate must name at least one task");
        Check.argument(seeds.stream().distinct().count() == seeds.size(), "seeds (%s) must differ", seeds);
        arms = Collections.unmodifiableMap(new LinkedHashMap<>(arms));
        seeds = List.copyOf(seeds);
        armSeeds = Collections.unmodifiableMap(new LinkedHashMap<>(armSeeds));
        checkArmSeeds(arms, armSeeds, seeds.isEmpty() ? List.of(finetune.seed()) : seeds);
        checkExpectations(report.expect(), arms.keySet());
        evaluate = List.copyOf(evaluate);
    }

    private static void checkArmSeeds(Map<String, ArmData> arms, Map<String, List<Long>> armSeeds, List<Long> seeds) {
        String baseline = arms.keySet().iterator().next();
        armSeeds.forEach((arm, some) -> {
            checkArm("armSeeds", arm, arms.keySet());
            Check.argument(
                    !arm.equals(baseline), "armSeeds.%s must not be the first arm: all are compared with it", arm);
            Check.argument(
                    !some.isEmpty() && seeds.containsAll(some),
                    "armSeeds.%s (%s) must be some of seeds %s",
                    arm,
                    some,
                    seeds);
        });
    }

    private static void checkExpectations(List<Expectation> expected, Set<String> arms) {
        for (Expectation expectation : expected) {
            checkArm("report.expect", expectation.arm(), arms);
            checkArm("report.expect", expectation.against(), arms);
        }
    }

    private static void checkArm(String place, String arm, Set<String> arms) {
        Check.argument(arms.contains(arm), "%s (%s) must name arms: %s", place, arm, String.join(", ", arms));
    }

    /**
     * Whether an arm is trained with a seed.
     *
     * @param arm its name
     * @param seed one of {@link #trainingSeeds}
     * @return true unless {@code armSeeds} leaves the seed out
     */
    public boolean trains(String arm, long seed) {
        return armSeeds.getOrDefault(arm, trainingSeeds()).contains(seed);
    }

    /**
     * The seeds arms are trained with.
     *
     * @return {@code seeds}, or {@code finetune.seed} alone
     */
    public List<Long> trainingSeeds() {
        return seeds.isEmpty() ? List.of(finetune.seed()) : seeds;
    }
}
