package org.reformatted.realign.data;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** Who speaks in a turn. */
public enum Role {
    /** Instructions that apply to the whole conversation; OpenAI's {@code developer} is read as this. */
    @JsonProperty("system")
    SYSTEM,
    /** The one who asks. */
    @JsonProperty("user")
    USER,
    /** The one who answers, and whose words are learned. */
    @JsonProperty("assistant")
    ASSISTANT,
    /** What a tool returned to the assistant. */
    @JsonProperty("tool")
    TOOL;

    /**
     * The role as chat APIs write it.
     *
     * @return such as {@code user}
     */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
