package org.reformatted.realign.llm;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Why a request has no usable answer. Causes of the service leave the request open: it is sent again by the next run. Causes of the request
 * itself are final: sending it again gives the same result.
 */
public enum FailureCause {
    /** The service refused this request, such as one that is too long. */
    @JsonProperty("refused")
    REFUSED("refused", false, false),
    /** The service's content filter refused the request or removed the answer. */
    @JsonProperty("content-filter")
    CONTENT_FILTER("content filter", false, false),
    /** The reply is complete but has a form that this program does not know. */
    @JsonProperty("unknown-form")
    UNKNOWN_FORM("answered in an unknown form", false, true),
    /** The service had an internal error. */
    @JsonProperty("service-error")
    SERVICE_ERROR("service error", true, false),
    /** The service limited the rate of requests. */
    @JsonProperty("throttled")
    THROTTLED("too many requests", true, false),
    /** No complete reply arrived in time. */
    @JsonProperty("timeout")
    TIMEOUT("no reply in time", true, true),
    /** The connection was lost, possibly within the reply. */
    @JsonProperty("connection-lost")
    CONNECTION_LOST("connection lost", true, true),
    /** The run stopped before the request was answered. */
    @JsonProperty("stopped")
    STOPPED("not asked before the stop", true, false);

    private final String label;
    private final boolean open;
    private final boolean paid;

    FailureCause(String label, boolean open, boolean paid) {
        this.label = label;
        this.open = open;
        this.paid = paid;
    }

    /**
     * Returns a readable name of the cause.
     *
     * @return a few words
     */
    public String label() {
        return label;
    }

    /**
     * Tests whether the next run sends the request again.
     *
     * @return true for causes of the service, false for causes of the request
     */
    public boolean isOpen() {
        return open;
    }

    /**
     * Tests whether the service may have generated an answer and may charge for it, although there is no usable answer.
     *
     * @return true when a budget has to count the maximum cost of the request
     */
    public boolean mayBePaid() {
        return paid;
    }
}
