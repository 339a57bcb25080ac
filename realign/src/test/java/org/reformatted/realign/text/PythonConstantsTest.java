package org.reformatted.realign.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PythonConstantsTest {
    @Test
    void stringsListsAndMaps() {
        Map<String, Object> read = PythonConstants.read(
                "a = 'x' \"y\"  # so\nb: list = ['1', ('2',)]\nc = {'k': \"\"\"v\nw\"\"\",}\nd = r'\\n' '\\n'\n");
        assertThat(read)
                .isEqualTo(Map.of("a", "xy", "b", List.of("1", List.of("2")), "c", Map.of("k", "v\nw"), "d", "\\n\n"));
    }

    @Test
    void whatIsComputedIsNoConstant() {
        assertThat(PythonConstants.read("a = 'x'\na = f('y')\nb = 1\nif a == 'c':\n    d = 'e'\ng = 'h\n"))
                .isEmpty();
    }

    @Test
    void escapes() {
        assertThat(PythonConstants.read("a = '\\u00e9\\x41\\t\\q'")).isEqualTo(Map.of("a", "\u00e9A\t\\q"));
    }
}
