package org.reformatted.experiments.report;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reformatted.experiments.config.Expectation;
import org.reformatted.experiments.config.PaperSetting;
import org.reformatted.experiments.workflow.ArtifactRecord;

/**
 * The artifacts from which a report is created.
 *
 * @param name the experiment's name
 * @param description its description
 * @param realigned the artifacts of realigning, by the step that created them; empty if no arm is trained on realigned rows
 * @param arms the arms, ordered by seed, with the baseline first
 * @param records the records of all steps, in the order in which they ran
 * @param papers the tables of the paper to compare with
 * @param repeats the paper's setting that this experiment repeats
 * @param shares the share of realigned rows by arm, for arms that have only original or realigned rows
 * @param config the experiment's config with every default filled in
 * @param expected the expected results
 * @param shown the number of rewrites and samples of each kind that are shown
 */
public record ReportInputs(
        String name,
        String description,
        Map<String, Path> realigned,
        List<TrainedArm> arms,
        List<ArtifactRecord> records,
        List<String> papers,
        Optional<PaperSetting> repeats,
        Map<String, Double> shares,
        Object config,
        List<Expectation> expected,
        int shown) {
    /** The paper's name for an arm: original or realigned; absent if there is none. */
    Optional<String> paperArm(String arm) {
        Double share = shares.get(arm);
        return share == null || (share != 0 && share != 1)
                ? Optional.empty()
                : Optional.of(share == 0 ? "original" : "realigned");
    }

    /** The arm that the report's answer is about: the fully realigned one if there is one, otherwise the last one. */
    String lead() {
        return arms.stream()
                .map(TrainedArm::arm)
                .filter(arm -> paperArm(arm).filter("realigned"::equals).isPresent())
                .findFirst()
                .orElse(arms.get(arms.size() - 1).arm());
    }
}
