package org.reformatted.experiments.config;

import java.util.List;
import java.util.Optional;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.config.Default;
import org.reformatted.realign.config.Identity;

/**
 * What the report shows beside the scores.
 *
 * @param paper which of the paper's tables are beside: {@code math}, {@code general-alignment}, {@code factuality}, {@code readability},
 *     {@code data-share}
 * @param repeats the paper's setting that this experiment repeats; left out: none, so that the paper's values are shown as not comparable
 * @param shown how many rows and answers of each kind are shown side by side
 * @param expect what should come out
 */
public record ReportConfig(
        @Default("[math]") @Identity List<String> paper,
        Optional<PaperSetting> repeats,
        @Default("4") @Identity int shown,
        @Default("[]") List<Expectation> expect) {
    /** Checks the number. */
    public ReportConfig {
        Check.argument(shown >= 0, "shown (%s) must not be negative", shown);
        Check.argument(
                paper.stream().distinct().count() == paper.size(), "paper (%s) must name each table once", paper);
        paper = List.copyOf(paper);
        expect = List.copyOf(expect);
    }
}
