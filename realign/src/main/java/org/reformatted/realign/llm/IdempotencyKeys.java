package org.reformatted.realign.llm;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.reformatted.realign.base.Sha256;

/**
 * The keys by which a service recognizes a request that it has already answered, so that it sends the stored reply and does not charge again. A run
 * that was killed during a request sends the same key again. Services also store failures (draft-ietf-httpapi-idempotency-key-header), so a request
 * that has failed at the service gets another key.
 *
 * @param header the header's name
 * @param failures how often a request has failed at the service, by its hash
 */
record IdempotencyKeys(String header, Map<String, Integer> failures) {
    IdempotencyKeys(String header) {
        this(header, new ConcurrentHashMap<>());
    }

    /** Returns the key of a request that is identified by a text. */
    String key(String request) {
        String hash = Sha256.of(request);
        int failed = failures.getOrDefault(hash, 0);
        return failed == 0 ? hash : Sha256.of(hash + " " + failed);
    }

    /**
     * Records that a request was not answered. The key is kept if the service may still store the answer: when the connection was lost or the service
     * asks to retry later.
     */
    void failed(String request, FailureCause cause) {
        boolean maybeStored = cause == FailureCause.TIMEOUT
                || cause == FailureCause.CONNECTION_LOST
                || cause == FailureCause.THROTTLED
                || cause == FailureCause.STOPPED;
        if (!maybeStored) {
            failures.merge(Sha256.of(request), 1, Integer::sum);
        }
    }
}
