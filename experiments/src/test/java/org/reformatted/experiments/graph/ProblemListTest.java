package org.reformatted.experiments.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.config.ConfigBinder;
import org.reformatted.realign.pipeline.InputConfig;

class ProblemListTest {
    private final ProblemList problems =
            new ProblemList(ConfigBinder.bind("c.yaml", "format: alpaca\npath: rows.json\n", InputConfig.class));

    @Test
    void whatACheckRefusesIsAProblemOfItsKeyWithItsLine() {
        problems.check("path", () -> {
            throw new InputException("no such file");
        });
        problems.check("format", () -> {
            throw new IllegalArgumentException("unknown");
        });
        problems.check("path", () -> {});
        problems.add("path", "another sentence");
        assertThat(problems.sentences())
                .containsExactly(
                        "c.yaml:2: path: no such file", "c.yaml:1: format: unknown", "c.yaml:2: another sentence");
        assertThat(problems.size()).isEqualTo(3);
    }

    @Test
    void anInternalErrorIsNoProblemOfTheConfig() {
        assertThatThrownBy(() -> problems.check("path", () -> {
                    throw new IllegalStateException("broken");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(problems.sentences()).isEmpty();
    }
}
