package org.reformatted.finetune.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Texts of Python's {@code json.dumps(value, ensure_ascii=False)}, with {@code indent} where it is given. */
class PythonJsonTest {
    private static String written(Object value, Object[] given, Map<String, Object> named) {
        return (String) new PythonJson().filter(value, null, given, named);
    }

    @Test
    void aSpaceStandsBehindCommasAndColons() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("a", Arrays.asList(1, "ä", true, null));
        value.put("b", Map.of());
        assertThat(written(value, new Object[0], Map.of())).isEqualTo("{\"a\": [1, \"ä\", true, null], \"b\": {}}");
    }

    @Test
    void anIndentMakesALineAnElementAndNothingOfAnEmptyOne() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("a", List.of(1, Map.of("c", 2.5)));
        value.put("b", Map.of());
        value.put("d", List.of());
        String expected = """
            {
              "a": [
                1,
                {
                  "c": 2.5
                }
              ],
              "b": {},
              "d": []
            }\
            """;
        assertThat(written(value, new Object[0], Map.of("indent", 2L))).isEqualTo(expected);
        assertThat(written(value, new Object[] {false, 2L}, Map.of()))
                .as("indent is the second argument")
                .isEqualTo(expected);
    }
}
