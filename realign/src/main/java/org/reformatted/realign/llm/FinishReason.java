package org.reformatted.realign.llm;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Why an answer ended. */
public enum FinishReason {
    /** The model ended it, or a stop text was generated. */
    @JsonProperty("stop")
    STOP,
    /** It was cut at the limit of new tokens. */
    @JsonProperty("length")
    LENGTH,
    /** The service's content filter cut or removed it. */
    @JsonProperty("content_filter")
    CONTENT_FILTER,
    /** The service gave another reason. */
    @JsonProperty("other")
    OTHER
}
