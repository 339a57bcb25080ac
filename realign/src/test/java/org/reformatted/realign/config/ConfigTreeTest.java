package org.reformatted.realign.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConfigTreeTest {
    private enum Mode {
        FAST_MODE
    }

    private record Part(@Identity int size, @Operational int threads) {}

    private record Whole(
            @Identity String name,
            @Identity Optional<String> note,
            @Identity Mode mode,
            @InputFile Optional<String> file,
            @Secret Optional<String> key,
            List<Part> parts) {}

    private static final Whole WHOLE = new Whole(
            "w", Optional.empty(), Mode.FAST_MODE, Optional.of("f.txt"), Optional.of("KEY"), List.of(new Part(3, 8)));

    @Test
    void theWholeHasEveryFieldThatIsSet() {
        assertThat(ConfigTree.of(WHOLE))
                .isEqualTo(Map.of(
                        "name",
                        "w",
                        "mode",
                        "fast-mode",
                        "file",
                        "f.txt",
                        "key",
                        "KEY",
                        "parts",
                        List.of(Map.of("size", 3, "threads", 8))));
    }

    @Test
    void theIdentityHasWhatChangesTheResult() {
        assertThat(ConfigTree.identity(WHOLE))
                .isEqualTo(Map.of("name", "w", "mode", "fast-mode", "parts", List.of(Map.of("size", 3))));
        assertThat(ConfigTree.identityFields(WHOLE).keySet()).containsExactly("name", "mode", "parts");
    }

    @Test
    void differencesAreNamedByTheirPath() {
        Whole other = new Whole(
                "w", Optional.of("n"), Mode.FAST_MODE, Optional.empty(), Optional.empty(), List.of(new Part(4, 1)));
        assertThat(ConfigTree.differences(ConfigTree.identity(WHOLE), ConfigTree.identity(other)))
                .containsExactly("note: absent -> n", "parts[0].size: 3 -> 4");
        assertThat(ConfigTree.differences(ConfigTree.identity(WHOLE), ConfigTree.identity(WHOLE)))
                .isEmpty();
        assertThat(ConfigTree.differences(Map.of("a", List.of()), Map.of())).containsExactly("a: [] -> absent");
    }

    @Test
    void partsAreFoundByTheirClass() {
        assertThat(ConfigTree.parts(WHOLE, Part.class)).containsExactly(Map.entry("parts[0]", new Part(3, 8)));
    }
}
