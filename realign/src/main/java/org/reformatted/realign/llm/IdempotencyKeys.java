package org.reformatted.realign.llm;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.reformatted.realign.base.Sha256;

/**
 * The keys by which a service recognizes a request that it has already answered, so that it sends the stored reply and charges nothing: a process that was
 * killed while its request was under way sends the same key again. Services store failures too (draft-ietf-httpapi-idempotency-key-header), so a request
 * that has failed at the service gets another key.
 *
 * @param header the header's name
 * @param failures how often a request has failed at the service, by its hash
 */
record IdempotencyKeys(String header, Map<String, Integer> failures) {
    IdempotencyKeys(String header) {
        this(header, new ConcurrentHashMap<>());
    }

    /** The key of a request, which this text identifies. */
    String key(String request) {
        String hash = Sha256.of(request);
        int failed = failures.getOrDefault(hash, 0);
        return failed == 0 ? hash : Sha256.of(hash + " " + failed);
    }

    /** Notes that a request was not answered; its answer may still be stored when the connection was lost or the service asks to come later. */
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
