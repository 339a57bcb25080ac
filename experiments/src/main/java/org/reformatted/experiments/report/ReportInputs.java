package org.reformatted.experiments.report;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reformatted.experiments.config.Expectation;
import org.reformatted.experiments.config.PaperSetting;
import org.reformatted.experiments.workflow.ArtifactRecord;

/**
 * The artifacts that a report is made from.
 *
 * @param name the experiment's name
 * @param description what it is about
 * @param realigned the artifacts of realigning, by the step that made them; empty where no arm is trained on realigned rows
 * @param arms the arms, those of one seed beside each other, the baseline first
 * @param records the records of all steps, in the order in which they ran
 * @param papers which of the paper's tables are beside
 * @param repeats the paper's setting that this experiment repeats
 * @param shares of realigned rows, by arm; of arms whose rows are all original or realigned ones
 * @param config the experiment's config with every default filled in
 * @param expected what should have come out
 * @param shown how many rewrites and samples are shown of each kind
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
    /** The paper's name of an arm: original, realigned, or none. */
    Optional<String> paperArm(String arm) {
        Double share = shares.get(arm);
        return share == null || (share != 0 && share != 1)
                ? Optional.empty()
                : Optional.of(share == 0 ? "original" : "realigned");
    }

    /** The arm that the report's answer is about: the fully realigned one, else the last. */
    String lead() {
        return arms.stream()
                .map(TrainedArm::arm)
                .filter(arm -> paperArm(arm).filter("realigned"::equals).isPresent())
                .findFirst()
                .orElse(arms.get(arms.size() - 1).arm());
    }
}
