/**
 * Language models with a common interface, {@link org.reformatted.realign.llm.ChatModel}: an endpoint, a local checkpoint or a recording, and
 * decorators that retry, limit, cache, record and meter. Uses {@code base} and {@code data}.
 */
@NullMarked
package org.reformatted.realign.llm;

import org.jspecify.annotations.NullMarked;
