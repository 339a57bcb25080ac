package org.reformatted.realign.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** YAML from outside ends in a {@link ConfigException} with a line, whatever it holds. */
class HostileConfigTest {
    record Inner(@Default("1") int count, Optional<Inner> inner) {}

    record Outer(
            String name,
            @Default("[]") List<String> list,
            @Default("{}") Map<String, Inner> map,
            Optional<Inner> inner) {}

    static Stream<String> texts() {
        return Stream.of(
                "name: a\ninner: &a {inner: *a}\n",
                "name: &a [*a]\n",
                "name: a\nmap: &a {x: {inner: {inner: *a}}}\n",
                "a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nd: &d [*c,*c]\nname: *d\n",
                "name: " + "[".repeat(5_000),
                "name: " + "{a: ".repeat(5_000),
                "- ".repeat(5_000) + "x",
                "name: a\u0000b\n",
                "name: \"a\\ud800\"\n",
                "name: a\u0007\n",
                "\uFEFFname: [\n",
                "name: !!javax.script.ScriptEngineManager [!!java.net.URL [\"http://localhost\"]]\nzz: 1\n",
                "name: !!binary x\nlist: 3\n",
                "name: a\ninner: {count: 99999999999999999999}\n",
                "name: a\ninner: {count: 1e400}\n",
                "name: a\ninner: {count: .nan}\n",
                "name: a\ninner: {count: 0x}\n",
                "name: a\n---\nname: b\n",
                "name: a\nname: b\n",
                "name: a\n<<: b\n",
                "name: a\n<<: [b]\n",
                "name: a\nlist: {a: b}\n",
                "name: a\nlist: !!set {a, b}\n",
                "name: a\n? [complex, key]\n: 1\n",
                "name: a\n\tinner: 1\n",
                "name: *missing\n",
                "%YAML 9.9\n---\nname: a\n",
                "name: 'open\n",
                "name: \"\\q\"\n",
                "name: a\ninner: |\n x\n y: z\n q",
                "[]",
                "42",
                "~",
                "",
                "\n\n# nothing\n",
                "--- !!map\n...\n",
                "@name: a\n",
                "`name: a\n",
                "{name: a, name: a, : }\n",
                "name: a\n\u0085inner: {count: q}\n");
    }

    @ParameterizedTest
    @MethodSource("texts")
    void hostileTextEndsInAConfigExceptionWithALine(String text) {
        assertThatThrownBy(() -> ConfigBinder.bind("c.yaml", text, Outer.class))
                .isInstanceOf(ConfigException.class)
                .hasMessageMatching("(?s).*c\\.yaml:\\d+: .*")
                .satisfies(e -> assertThat(e.getMessage().length()).isLessThan(4_000));
    }

    @Test
    void aByteOrderMarkIsPassedOver() {
        assertThat(ConfigBinder.bind("c.yaml", "\uFEFFname: a\n", Outer.class)
                        .value()
                        .name())
                .isEqualTo("a");
    }

    @Test
    void twentyThousandMutationsOfAConfigAreReadOrRefused() {
        String seed = """
            name: &n abc
            list: [a, 'b', "c"]
            map:
              x: {count: 1, inner: {count: 2}}
              y: {count: -3}
            inner: {inner: {}}
            """;
        String alphabet = "{}[]:,&*!|>'\"%@`#-? \n\t\\\u0000\u0085\uD83D\uFEFF<=~.e0x9aZ";
        Random random = new Random(17);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(seed);
            for (int edits = 1 + random.nextInt(6); edits > 0; edits--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(4)) {
                    case 0 -> text.setCharAt(at, alphabet.charAt(random.nextInt(alphabet.length())));
                    case 1 -> text.insert(at, alphabet.charAt(random.nextInt(alphabet.length())));
                    case 2 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(8)));
                    default -> text.insert(at, text.substring(random.nextInt(at + 1), at));
                }
                text.append(' ');
            }
            try {
                ConfigBinder.bind("c.yaml", text.toString(), Outer.class);
            } catch (ConfigException e) {
                assertThat(e.getMessage()).contains("c.yaml");
            }
        }
    }
}
