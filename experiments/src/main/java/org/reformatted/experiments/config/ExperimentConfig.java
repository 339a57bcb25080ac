package org.reformatted.experiments.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.reformatted.eval.run.EvalConfig;
import org.reformatted.finetune.train.config.SftConfig;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.config.Default;
import org.reformatted.realign.config.Identity;
import org.reformatted.realign.config.Inherits;
import org.reformatted.realign.llm.ModelConfig;
import org.reformatted.realign.pipeline.RealignConfig;

/**
 * An experiment: realigns an instruction set, finetunes a model on the responses of each arm with each seed, evaluates all arms, also external ones,
 * and writes one report.
 *
 * @param name its name and that of its folder of artifacts: lower-case letters, digits, dots and hyphens
 * @param description a description for the report
 * @param realign how the instruction set is rewritten; not needed if no arm is trained on its responses
 * @param realigns other ways to rewrite it, by name, for arms that name one as their {@code block}; each contains only the keys that differ from
 *     {@code realign}
 * @param finetune how each arm is trained, without data, which come from the arm; not needed if no arm is trained
 * @param seeds each arm is trained once with each seed; default: only {@code finetune.seed}
 * @param arms the source of each arm's answers; all other arms are compared with the first one
 * @param armSeeds the seeds of arms that are trained with only some of the seeds
 * @param evaluate the tasks on which each arm is evaluated
 * @param report the content of the report
 */
public record ExperimentConfig(
        @Identity String name,
        @Default("") @Identity String description,
        Optional<RealignConfig> realign,

        @Default("{}") @Inherits("realign") Map<String, RealignConfig> realigns,

        Optional<SftConfig> finetune,
        @Default("[]") @Identity List<Long> seeds,

        @Default("{original: original, realigned: realigned}")
        Map<String, ArmConfig> arms,

        @Default("{}") @Identity Map<String, List<Long>> armSeeds,
        List<EvalConfig> evaluate,
        @Default("{}") ReportConfig report) {
    private static final String NAME = "[a-z0-9][a-z0-9.-]*";

    /** Checks the names, the blocks that each arm needs, and that there are arms to compare. */
    public ExperimentConfig {
        checkName("name", name);
        Check.argument(
                finetune.flatMap(SftConfig::data).isEmpty(),
                "finetune.data must be left out: each arm has its own" + " data");
        Check.argument(arms.size() >= 2, "arms (%s) must be at least two, because they are compared", arms.size());
        arms.keySet().forEach(arm -> checkName("arms." + arm, arm));
        realigns.keySet().forEach(block -> checkName("realigns." + block, block));
        Check.argument(!evaluate.isEmpty(), "evaluate must name at least one task");
        Check.argument(seeds.stream().distinct().count() == seeds.size(), "seeds (%s) must differ", seeds);
        arms = Collections.unmodifiableMap(new LinkedHashMap<>(arms));
        realigns = Collections.unmodifiableMap(new LinkedHashMap<>(realigns));
        seeds = List.copyOf(seeds);
        armSeeds = Collections.unmodifiableMap(new LinkedHashMap<>(armSeeds));
        for (Map.Entry<String, ArmConfig> arm : arms.entrySet()) {
            checkNeeds(arm.getKey(), arm.getValue(), realign, realigns, finetune);
        }
        Check.argument(
                seeds.isEmpty() || arms.values().stream().anyMatch(ArmConfig::isTrained),
                "seeds (%s) have no effect, because no arm is trained; remove them",
                seeds);
        checkArmSeeds(arms, armSeeds, seeds.isEmpty() ? defaultSeeds(finetune) : seeds);
        checkExpectations(report.expect(), arms.keySet());
        evaluate = List.copyOf(evaluate);
    }

    private static void checkName(String place, String name) {
        Check.argument(name.matches(NAME), "%s (%s) must be lower-case letters, digits, dots and hyphens", place, name);
    }

    private static void checkNeeds(
            String name,
            ArmConfig arm,
            Optional<RealignConfig> realign,
            Map<String, RealignConfig> realigns,
            Optional<SftConfig> finetune) {
        String place = "arms." + name;
        Check.argument(
                finetune.isPresent() || !arm.isTrained(),
                "%s needs a finetune block, because this arm is trained; add it",
                place);
        arm.responses().map(ArmData::block).ifPresent(block -> {
            Check.argument(
                    block.isPresent() || realign.isPresent(),
                    "%s needs a realign block, whose rows this arm is trained on; add it",
                    place);
            Check.argument(
                    block.map(realigns::containsKey).orElse(true),
                    "%s.block (%s) must name one of realigns: %s",
                    place,
                    block.orElse(""),
                    realigns.isEmpty() ? "there is none" : String.join(", ", realigns.keySet()));
        });
        arm.outside().ifPresent(outside -> checkModel(place, outside, finetune));
    }

    private static void checkModel(String place, OutsideArm arm, Optional<SftConfig> finetune) {
        try {
            Optional<ModelConfig> model = arm.model(finetune);
            Check.argument(model.isPresent() || !arm.answers().isEmpty(), "an external arm needs a model or answers");
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(place + ": " + e.getMessage(), e);
        }
    }

    private static List<Long> defaultSeeds(Optional<SftConfig> finetune) {
        return finetune.map(SftConfig::seed).map(List::of).orElse(List.of());
    }

    private static void checkArmSeeds(Map<String, ArmConfig> arms, Map<String, List<Long>> armSeeds, List<Long> seeds) {
        String baseline = arms.keySet().iterator().next();
        armSeeds.forEach((arm, some) -> {
            checkArm("armSeeds", arm, arms.keySet());
            Check.argument(
                    java.util.Objects.requireNonNull(arms.get(arm)).isTrained(),
                    "armSeeds.%s must be left out: this arm is not trained here, so it has no seed",
                    arm);
            Check.argument(
                    !arm.equals(baseline), "armSeeds.%s must not be the first arm: all are compared with it", arm);
            Check.argument(
                    !some.isEmpty() && seeds.containsAll(some),
                    "armSeeds.%s (%s) must be some of seeds %s",
                    arm,
                    some,
                    seeds);
            Check.argument(some.stream().distinct().count() == some.size(), "armSeeds.%s (%s) must differ", arm, some);
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
     * @return true unless the arm is not trained here or {@code armSeeds} leaves the seed out
     */
    public boolean trains(String arm, long seed) {
        ArmConfig config = arms.get(arm);
        return config != null
                && config.isTrained()
                && armSeeds.getOrDefault(arm, trainingSeeds()).contains(seed);
    }

    /**
     * The seeds with which arms are trained.
     *
     * @return {@code seeds}, or only {@code finetune.seed}; empty if no arm is trained
     */
    public List<Long> trainingSeeds() {
        if (arms.values().stream().noneMatch(ArmConfig::isTrained)) {
            return List.of();
        }
        return seeds.isEmpty() ? defaultSeeds(finetune) : seeds;
    }

    /**
     * The realign blocks that arms are trained on, in the order of the config. A block that no arm names is not run.
     *
     * @return the blocks by name; the name of {@code realign} is empty
     */
    public Map<String, RealignConfig> usedBlocks() {
        Set<String> used = new LinkedHashSet<>();
        arms.values()
                .forEach(arm -> arm.responses()
                        .ifPresent(responses -> used.add(responses.block().orElse(""))));
        Map<String, RealignConfig> blocks = new LinkedHashMap<>();
        realign.filter(block -> used.contains("")).ifPresent(block -> blocks.put("", block));
        realigns.forEach((name, block) -> {
            if (used.contains(name)) {
                blocks.put(name, block);
            }
        });
        return blocks;
    }
}
