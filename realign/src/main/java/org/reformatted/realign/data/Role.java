package org.reformatted.realign.data;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** The speaker of a turn. */
public enum Role {
    /** Instructions for the entire conversation; OpenAI's {@code developer} is read as this role. */
    @JsonProperty("system")
    SYSTEM,
    /** The speaker who asks. */
    @JsonProperty("user")
    USER,
    /** The speaker who answers; the model is trained on these turns. */
    @JsonProperty("assistant")
    ASSISTANT,
    /** The result that a tool returned to the assistant. */
    @JsonProperty("tool")
    TOOL;

    /**
     * Returns the role's name as in chat APIs.
     *
     * @return the name, such as {@code user}
     */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
