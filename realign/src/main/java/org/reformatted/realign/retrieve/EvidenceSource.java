package org.reformatted.realign.retrieve;

import java.util.List;
import org.reformatted.realign.data.Passage;

/** A source of passages that are relevant to a query. */
public interface EvidenceSource extends AutoCloseable {
    /**
     * Finds passages.
     *
     * @param query the complete user turn
     * @return the passages, best first; may be empty
     */
    List<Passage> find(String query);

    /** Releases the source's resources; a second call has no effect. */
    @Override
    default void close() {}
}
