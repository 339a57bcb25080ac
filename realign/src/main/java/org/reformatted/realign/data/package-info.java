/**
 * Conversations, and the formats of the files that they are read from and written to, one class per format. Start with
 * {@link org.reformatted.realign.data.Conversation}; uses {@code base}.
 */
@NullMarked
package org.reformatted.realign.data;

import org.jspecify.annotations.NullMarked;
