package org.reformatted.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LinksTest {
    @Test
    void namesAreEncoded() {
        assertThat(Links.sample("a b", "x/1&2")).isEqualTo("#sample=a%20b/x%2F1%262");
        assertThat(Links.arm("t", "p", "a+b")).isEqualTo("#samples=t&policy=p&arm=a%2Bb");
        assertThat(Links.rows("", "math", "")).isEqualTo("#rows&category=math");
        assertThat(Links.step("é")).isEqualTo("#step=%C3%A9");
    }
}
