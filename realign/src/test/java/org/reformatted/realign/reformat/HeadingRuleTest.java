package org.reformatted.realign.reformat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeadingRuleTest {
    @Test
    void shortLinesOverListsBecomeHeadings() {
        FormatRule heading = new HeadingRule();
        assertThat(heading.apply("", "Pros:\n- cheap\n- fast\n\nCons:\n- loud\n- hot")
                        .text())
                .isEqualTo("## Pros\n- cheap\n- fast\n\n## Cons\n- loud\n- hot");
        assertThat(heading.apply("", "Take these:\n- a pen\n- a cup").changed()).isFalse();
        assertThat(heading.apply("", "A:\nfor x in y:\n    print(x)\n\nB:\nz").changed())
                .isFalse();
        assertThat(heading.apply("", "- one:\n  - nested\n\nTwo:\n- x\n\nThree:\n- y")
                        .changed())
                .isFalse();
    }
}
