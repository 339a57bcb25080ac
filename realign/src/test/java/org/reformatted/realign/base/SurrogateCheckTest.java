package org.reformatted.realign.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SurrogateCheckTest {
    @Test
    void halvesOfAPairAreFoundAnywhere() {
        assertThat(SurrogateCheck.half("a\ud83d\ude00b")).isNull();
        assertThat(SurrogateCheck.half("a\ud83d")).isEqualTo("\\ud83d");
        assertThat(SurrogateCheck.half("\ude00a")).isEqualTo("\\ude00");
        for (String json : List.of("[\"\\ud83d\"]", "{\"a\": {\"\\ude00\": 1}}", "\"\\ud83d\\ud83d\\ude00\"")) {
            assertThat(SurrogateCheck.mayFail(json)).isTrue();
            assertThatThrownBy(() -> SurrogateCheck.require("p", Json.MAPPER.readTree(json)))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("half of a surrogate pair");
        }
        assertThat(SurrogateCheck.mayFail("[\"\\u00e9\"]")).isFalse();
    }
}
