package org.reformatted.realign.llm;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Why a request has no usable answer. Causes of the service leave the request open: it is sent again by the next run. Causes of the request
 * itself are final: sending it again gives the same result.
 */
public enum FailureCause {
    /** The service refused this request, such as one that is too long. */
    @JsonProperty("refused")
    REFUSED("refused", false),
    /** The service's content filter refused the request or removed the answer. */
    @JsonProperty("content-filter")
    CONTENT_FILTER("content filter", false),
    /** The reply is whole but has a form that this program does not know. */
    @JsonProperty("unknown-form")
    UNKNOWN_FORM("answered in an unknown form", false),
    /** The service had an error of its own. */
    @JsonProperty("service-error")
    SERVICE_ERROR("service error", true),
    /** The service asked for fewer requests. */
    @JsonProperty("throttled")
    THROTTLED("too many requests", true),
    /** No whole reply came in time. */
    @JsonProperty("timeout")
    TIMEOUT("no reply in time", true),
    /** The connection broke. */
    @JsonProperty("connection-lost")
    CONNECTION_LOST("connection lost", true),
    /** The run stopped before the request was answered. */
    @JsonProperty("stopped")
    STOPPED("not asked before the stop", true);

    private final String label;
    private final boolean open;

    FailureCause(String label, boolean open) {
        this.label = label;
        this.open = open;
    }

    /**
     * Names the cause for people.
     *
     * @return a few words
     */
    public String label() {
        return label;
    }

    /**
     * Whether the next run sends the request again.
     *
     * @return true for causes of the service, false for causes of the request
     */
    public boolean isOpen() {
        return open;
    }
}
