package org.reformatted.experiments.report;

import java.nio.file.Path;
import java.util.List;
import org.reformatted.experiments.config.Expectation;
import org.reformatted.experiments.step.ArtifactRecord;

/**
 * The artifacts that a report is made from.
 *
 * @param name the experiment's name
 * @param description what it is about
 * @param realign the realign artifact
 * @param arms the trained arms, those of one seed beside each other, the baseline first
 * @param records the records of all steps, in the order in which they ran
 * @param papers which of the paper's tables stand beside
 * @param config the experiment's config with every default filled in
 * @param expected what should have come out
 * @param shown how many rewrites and samples are shown of each kind
 */
public record ReportInputs(
        String name,
        String description,
        Path realign,
        List<TrainedArm> arms,
        List<ArtifactRecord> records,
        List<String> papers,
        Object config,
        List<Expectation> expected,
        int shown) {}
