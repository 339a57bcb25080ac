/**
 * Finds passages that bear on a query: {@link org.reformatted.realign.retrieve.EvidenceSource}, over a local corpus with Lucene or by a
 * web-search service. Uses {@code data} and {@code base}.
 */
@NullMarked
package org.reformatted.realign.retrieve;

import org.jspecify.annotations.NullMarked;
