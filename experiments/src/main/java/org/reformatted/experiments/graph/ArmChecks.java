package org.reformatted.experiments.graph;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.reformatted.experiments.config.ArmConfig;
import org.reformatted.experiments.config.ArmData;
import org.reformatted.experiments.config.ExperimentConfig;

/** Finds arms that would not differ from another arm, so that a comparison would show nothing. */
final class ArmChecks {
    private ArmChecks() {}

    /**
     * Checks the arms of an experiment.
     *
     * @param config the experiment
     * @param rows the number of rows of a realign block, by its name
     * @return one sentence for each key with a problem
     */
    static Map<String, String> problems(ExperimentConfig config, ToLongFunction<String> rows) {
        Map<String, String> problems = new LinkedHashMap<>();
        Map<ArmConfig, String> first = new LinkedHashMap<>();
        config.arms().forEach((name, arm) -> {
            ArmConfig meant = arm instanceof ArmData.Realigned realigned ? plain(realigned) : arm;
            String other = first.putIfAbsent(meant, name);
            if (other != null) {
                problems.put(
                        "arms." + name,
                        "it is the same as the arm " + other + ", so the two cannot differ; remove it, or train one"
                                + " arm with more seeds");
            } else {
                arm.responses()
                        .flatMap(data -> empty(data, rows))
                        .ifPresent(sentence -> problems.put("arms." + name, sentence));
            }
        });
        return problems;
    }

    /** The simplest equal arm: with a share of 0 an arm has the original responses, and with a share of 1 the seed has no effect. */
    private static ArmData plain(ArmData.Realigned arm) {
        if (arm.share() == 0) {
            return new ArmData.Original(arm.block());
        }
        return arm.share() == 1 ? new ArmData.Realigned(1, 0, arm.block()) : arm;
    }

    private static Optional<String> empty(ArmData data, ToLongFunction<String> rows) {
        if (!(data instanceof ArmData.Realigned arm) || arm.share() == 0) {
            return Optional.empty();
        }
        long all = rows.applyAsLong(arm.block().orElse(""));
        return all == 0 || arm.drawn(Math.toIntExact(all)) > 0
                ? Optional.empty()
                : Optional.of("share (" + arm.share() + ") of " + all
                        + " rows selects no row, so the arm would have the original responses; increase it, or use"
                        + " more rows");
    }
}
