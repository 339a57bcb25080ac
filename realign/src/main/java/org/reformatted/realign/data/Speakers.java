package org.reformatted.realign.data;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The names of speakers in the formats. */
final class Speakers {
    /** A speaker's name that contains more information than its role; it is kept in the field {@code speaker} of the turn. */
    static final String FUNCTION_CALL = "function_call";

    private static final Map<String, Role> ROLES = Map.ofEntries(
            Map.entry("human", Role.USER),
            Map.entry("user", Role.USER),
            Map.entry("prompter", Role.USER),
            Map.entry("gpt", Role.ASSISTANT),
            Map.entry("assistant", Role.ASSISTANT),
            Map.entry("chatgpt", Role.ASSISTANT),
            Map.entry("bot", Role.ASSISTANT),
            Map.entry("model", Role.ASSISTANT),
            Map.entry(FUNCTION_CALL, Role.ASSISTANT),
            Map.entry("system", Role.SYSTEM),
            Map.entry("developer", Role.SYSTEM),
            Map.entry("tool", Role.TOOL),
            Map.entry("function", Role.TOOL),
            Map.entry("observation", Role.TOOL));

    private Speakers() {}

    static Optional<Role> find(String speaker) {
        return Optional.ofNullable(ROLES.get(speaker.toLowerCase(Locale.ROOT)));
    }

    /** Returns ShareGPT's name for a role. */
    static String from(Role role) {
        return switch (role) {
            case USER -> "human";
            case ASSISTANT -> "gpt";
            case SYSTEM -> "system";
            case TOOL -> "observation";
        };
    }
}
