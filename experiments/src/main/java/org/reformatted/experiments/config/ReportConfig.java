package org.reformatted.experiments.config;

import java.util.List;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.config.Default;
import org.reformatted.realign.config.Identity;

/**
 * What the report shows beside the scores.
 *
 * @param paper which of the paper's tables stand beside: {@code math}, {@code general-alignment}, {@code factuality}, {@code readability},
 *     {@code data-share}
 * @param shown how many rows and answers of each kind are shown side by side
 * @param expect what should come out
 */
public record ReportConfig(
        @Default("[math]") @Identity List<String> paper,
        @Default("4") @Identity int shown,
        @Default("[]") List<Expectation> expect) {
    /** Checks the number. */
    public ReportConfig {
        Check.argument(shown >= 0, "shown (%s) must not be negative", shown);
        paper = List.copyOf(paper);
        expect = List.copyOf(expect);
    }
}
