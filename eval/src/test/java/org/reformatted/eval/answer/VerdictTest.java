package org.reformatted.eval.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class VerdictTest {
    @Test
    void whatIsNotParsedIsWrong() {
        assertThat(Verdict.of(Optional.<String>empty(), text -> true)).isEqualTo(Verdict.UNPARSED);
        assertThat(Verdict.UNPARSED.parsed()).isFalse();
        assertThat(Verdict.UNPARSED.score()).isZero();
        assertThat(Verdict.of(Optional.of("a"), text -> text.equals("a")).score())
                .isEqualTo(1);
        assertThatThrownBy(() -> new Verdict("a", Double.NaN)).hasMessageContaining("finite");
        assertThatThrownBy(() -> new Verdict("a", 1, 0)).hasMessageContaining("parts (0) must be positive");
    }
}
