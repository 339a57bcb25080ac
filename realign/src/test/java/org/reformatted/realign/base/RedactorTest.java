package org.reformatted.realign.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {
    private static final String KEY = "sk-proj-Q7/xW2+vB9=tR4_kM1.nZ8aY5cE3dG6h";

    private static ApiKey key() {
        return ApiKey.read(Map.of("KEY", KEY), "KEY").orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r", "\n", "\r\n", " ", "\t", "\uFEFF", "\u0000", "\u00A0", "\u2028"})
    void lineEndsAndSpacesAroundAKeyAreRemoved(String end) {
        assertThat(ApiKey.read(Map.of("KEY", end + KEY + end), "KEY")
                        .orElseThrow()
                        .reveal())
                .isEqualTo(KEY);
    }

    @Test
    void aKeyThatNoHeaderCanCarryIsNamedByItsVariableAndNotShown() {
        assertThatThrownBy(() -> ApiKey.read(Map.of("MY_KEY", "0123456789abc\rdef0123456789"), "MY_KEY"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("MY_KEY")
                .hasMessageContaining("U+000D at position 14 of 27")
                .hasMessageNotContaining("0123456789");
        assertThatThrownBy(() -> ApiKey.read(Map.of("MY_KEY", "0123456789abcé"), "MY_KEY"))
                .hasMessageContaining("U+00E9");
    }

    @Test
    void blankIsNoKeyAndAKeyIsNeverPartOfAText() {
        assertThat(ApiKey.read(Map.of("KEY", " \r\n"), "KEY")).isEqualTo(Optional.empty());
        assertThat(ApiKey.read(Map.of(), "KEY")).isEqualTo(Optional.empty());
        assertThat("" + key()).isEqualTo("***");
    }

    @Test
    void everyTwelveLettersOfAKeyAreHiddenInEveryEncodingAndTheTextAroundStays() {
        key();
        assertThat(Redactor.hide("key " + KEY + " refused")).isEqualTo("key *** refused");
        for (int from = 0; from + 12 <= KEY.length(); from++) {
            assertThat(Redactor.hide("<" + KEY.substring(from, from + 12) + ">"))
                    .isEqualTo("<***>");
        }
        assertThat(Redactor.hide(URLEncoder.encode(KEY, StandardCharsets.UTF_8)))
                .isEqualTo("***");
        assertThat(Redactor.hide(HexFormat.of().formatHex(KEY.getBytes(StandardCharsets.UTF_8))))
                .isEqualTo("***");
        for (String around : new String[] {"", "u", "us", "user:", "Bearer "}) {
            byte[] bytes = (around + KEY + around).getBytes(StandardCharsets.UTF_8);
            String standard = Redactor.hide(Base64.getEncoder().encodeToString(bytes));
            String urlSafe = Redactor.hide(Base64.getUrlEncoder().encodeToString(bytes));
            assertThat(standard.replace("***", "").length()).isLessThan(around.length() * 3 + 12);
            assertThat(urlSafe.replace("***", "").length()).isLessThan(around.length() * 3 + 12);
        }
    }

    @Test
    void textThatIsNoKeyStaysAndAPlaceholderIsNoKey() {
        key();
        ApiKey.read(Map.of("KEY", "EMPTY"), "KEY");
        String text = "The list is EMPTY; sk-proj- is how keys begin; abcdefghijkl";
        assertThat(Redactor.hide(text)).isSameAs(text);
    }
}
