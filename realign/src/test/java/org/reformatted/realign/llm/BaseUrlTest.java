package org.reformatted.realign.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.config.ConfigBinder;

class BaseUrlTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:8000/v1",
                "http//localhost",
                "ftp://host/v1",
                "file:///etc/passwd",
                "http://",
                "http:///v1",
                "http://my_host name/v1",
                "http://host:0/v1",
                "http://host:99999/v1",
                "https://user:pass@host/v1",
                "https://host/v1?key=1",
                "https://host/v1#x",
                "javascript:alert(1)",
                "http://host:port/v1",
                "\\\\host\\v1",
                "http://[::1/v1"
            })
    void anAddressThatCannotBeUsedIsRefusedByItsPlace(String text) {
        assertThatThrownBy(() -> BaseUrl.parse("the environment variable X", text))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("the environment variable X: ")
                .hasMessageNotContaining("pass@");
    }

    @Test
    void slashesAndSpacesAtTheEndsAreLeftOut() {
        assertThat(BaseUrl.parse("x", " https://host/v1//\r\n")).hasToString("https://host/v1");
        assertThat(BaseUrl.parse("x", "http://[::1]:8000/v1")).hasToString("http://[::1]:8000/v1");
    }

    @Test
    void anEndpointIsCheckedWithoutAKeyAndItsKeyAndAddressWhereTheyAreSet() {
        EndpointConfig endpoint =
                ConfigBinder.bind("c.yaml", "name: m", EndpointConfig.class).value();
        endpoint.checkEnvironment(Map.of());
        assertThatThrownBy(() -> endpoint.checkEnvironment(Map.of("OPENAI_BASE_URL", "ftp://host")))
                .hasMessageContaining("OPENAI_BASE_URL: an address of scheme ftp");
        assertThatThrownBy(() -> endpoint.checkEnvironment(Map.of("OPENAI_API_KEY", "abc\rdefgh")))
                .hasMessageContaining("OPENAI_API_KEY: the character U+000D at position 4 of 9");
    }
}
