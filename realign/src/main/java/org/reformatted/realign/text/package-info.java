/**
 * Tokenizers, the files from which they are read, and prompt templates. Start with {@link org.reformatted.realign.text.Tokenizer}. Uses {@code base}.
 */
@NullMarked
package org.reformatted.realign.text;

import org.jspecify.annotations.NullMarked;
