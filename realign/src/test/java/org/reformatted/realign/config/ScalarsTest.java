package org.reformatted.realign.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScalarsTest {
    @Test
    void numbersAreWholeOrFinite() {
        assertThat(Scalars.parse("1_000", int.class)).isEqualTo(1000);
        assertThat(Scalars.parse("1.5", int.class)).isNull();
        assertThat(Scalars.parse("9999999999", long.class)).isEqualTo(9_999_999_999L);
        assertThat(Scalars.parse("9999999999", int.class)).isNull();
        assertThat(Scalars.parse("1e-3", double.class)).isEqualTo(0.001);
        assertThat(Scalars.parse("1f", double.class)).isNull();
        assertThat(Scalars.parse("NaN", double.class)).isNull();
    }

    @Test
    void truthAndNames() {
        assertThat(Scalars.parse("true", boolean.class)).isEqualTo(true);
        assertThat(Scalars.parse("yes", boolean.class)).isNull();
        assertThat(Scalars.parse("identity", ComponentKind.class)).isEqualTo(ComponentKind.IDENTITY);
        assertThat(Scalars.parse("IDENTITY", ComponentKind.class)).isNull();
        assertThat(Scalars.describe(int.class)).isEqualTo("a whole number");
        assertThatThrownBy(() -> Scalars.parse("x", List.class)).isInstanceOf(IllegalStateException.class);
    }
}
