/**
 * Finds passages that are relevant to a query, in a local corpus with Lucene or with a web-search service. Start with
 * {@link org.reformatted.realign.retrieve.EvidenceSource}. Uses {@code data} and {@code base}.
 */
@NullMarked
package org.reformatted.realign.retrieve;

import org.jspecify.annotations.NullMarked;
