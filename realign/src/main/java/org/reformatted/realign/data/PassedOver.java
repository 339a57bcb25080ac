package org.reformatted.realign.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the rows of a file with fields that could affect training but are not used here. The warning at the end names these fields. They are kept in
 * their conversations.
 */
final class PassedOver {
    private static final Logger LOG = LoggerFactory.getLogger(PassedOver.class);
    private static final List<String> MEANINGFUL = List.of("label", "chosen", "rejected", "mask", "loss_mask");

    private final Path file;
    private final Map<String, LongAdder> rows = new ConcurrentSkipListMap<>();

    PassedOver(Path file) {
        this.file = file;
    }

    void count(Conversation read) {
        if (read.fields().isEmpty()) {
            return;
        }
        for (String field : MEANINGFUL) {
            if (read.fields().containsKey(field)) {
                rows.computeIfAbsent(field, any -> new LongAdder()).increment();
            }
        }
    }

    void report() {
        rows.forEach((field, count) ->
                LOG.warn("{}: the field {} of {} rows is kept and not used", file, field, count.sum()));
        rows.clear();
    }
}
