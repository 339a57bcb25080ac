package org.reformatted.experiments.graph;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.reformatted.experiments.config.ArmConfig;
import org.reformatted.experiments.config.ArmData;
import org.reformatted.experiments.config.ExperimentConfig;

/** Finds arms that would not differ from another, so that their comparison would show nothing. */
final class ArmChecks {
    private ArmChecks() {}

    /**
     * Looks at the arms of an experiment.
     *
     * @param config the experiment
     * @param rows the number of rows of a block of realigning, by its name
     * @return a sentence a key
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
                        "it is the arm " + other + " again, so the two cannot differ; remove it, or train one arm with"
                                + " more seeds");
            } else {
                arm.responses()
                        .flatMap(data -> empty(data, rows))
                        .ifPresent(sentence -> problems.put("arms." + name, sentence));
            }
        });
        return problems;
    }

    /** A share of none is the original responses; a seed draws nothing where all rows are realigned. */
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
                        + " rows is none of them, so the arm would be the original responses; raise it, or use"
                        + " more rows");
    }
}
