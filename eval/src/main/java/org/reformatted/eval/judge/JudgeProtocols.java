package org.reformatted.eval.judge;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The bundled protocols. */
public final class JudgeProtocols {
    /** Protocols that rate single answers, by name. */
    public static final List<String> RATING = List.of("mt-bench", "auto-j", "factuality");

    /** Protocols that compare an answer with another, by name. */
    public static final List<String> COMPARING = List.of(
            "pairwise",
            "mt-bench-pair",
            "vicuna-bench",
            "fair-eval",
            "readability",
            "alpaca-eval",
            "alpaca-eval-ranking",
            "alpaca-eval-weighted");

    private static final Map<String, JudgeProtocol> BUNDLED = Stream.concat(RATING.stream(), COMPARING.stream())
            .collect(Collectors.toUnmodifiableMap(name -> name, ProtocolFile::bundled));

    private JudgeProtocols() {}

    /**
     * Returns the names of all protocols.
     *
     * @return the names, for messages
     */
    public static String names() {
        return String.join(", ", RATING) + ", " + String.join(", ", COMPARING);
    }

    /**
     * Returns whether a protocol is bundled.
     *
     * @param name its name
     * @return false for an unknown name
     */
    public static boolean isBundled(String name) {
        return BUNDLED.containsKey(name);
    }

    /** Returns a bundled protocol; the caller has checked the name. */
    static JudgeProtocol bundled(String name) {
        JudgeProtocol found = BUNDLED.get(name);
        if (found == null) {
            throw new IllegalArgumentException("protocol (" + name + ") must be one of " + names());
        }
        return found;
    }
}
