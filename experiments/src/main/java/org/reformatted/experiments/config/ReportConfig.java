package org.reformatted.experiments.config;

import java.util.List;
import java.util.Optional;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.config.Default;
import org.reformatted.realign.config.Identity;

/**
 * The content of the report in addition to the scores.
 *
 * @param paper the tables of the paper to compare with: {@code math}, {@code general-alignment}, {@code factuality}, {@code readability},
 *     {@code data-share}
 * @param repeats the setting of the paper that this experiment repeats; without it the paper's values are shown as not comparable
 * @param shown the number of rows and answers of each kind that are shown side by side
 * @param expect the expected results
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
