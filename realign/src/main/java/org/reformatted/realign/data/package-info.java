/**
 * Conversations and the files they come from and go to, one class a format. Start with
 * {@link org.reformatted.realign.data.Conversation}; uses {@code base}.
 */
@NullMarked
package org.reformatted.realign.data;

import org.jspecify.annotations.NullMarked;
