package org.reformatted.realign.data;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Who speaks in a turn. */
public enum Role {
    /** What stands above the conversation. */
    @JsonProperty("system")
    SYSTEM,
    /** The one who asks. */
    @JsonProperty("user")
    USER,
    /** The one who answers, and whose words are learned. */
    @JsonProperty("assistant")
    ASSISTANT
}
