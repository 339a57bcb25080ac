package org.reformatted.realign.data;

import com.fasterxml.jackson.databind.JsonNode;
import org.reformatted.realign.base.InputException;

/** The names that formats give to those who speak. */
final class Speakers {
    private Speakers() {}

    static Turn turn(String place, JsonNode item, String speakerField, String textField) {
        return new Turn(role(place, Fields.text(place, item, speakerField)), Fields.text(place, item, textField));
    }

    static Role role(String place, String speaker) {
        return switch (speaker) {
            case "human", "user", "prompter" -> Role.USER;
            case "gpt", "assistant", "chatgpt", "bot" -> Role.ASSISTANT;
            case "system" -> Role.SYSTEM;
            default ->
                throw InputException.at(
                        place,
                        "the speaker \"" + speaker + "\"",
                        "human, user, gpt, assistant or system",
                        "rename the speaker");
        };
    }

    static String from(Role role) {
        return switch (role) {
            case USER -> "human";
            case ASSISTANT -> "gpt";
            case SYSTEM -> "system";
        };
    }

    static String role(Role role) {
        return switch (role) {
            case USER -> "user";
            case ASSISTANT -> "assistant";
            case SYSTEM -> "system";
        };
    }
}
