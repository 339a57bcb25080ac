/**
 * Text and its tokens: {@link org.reformatted.realign.text.Tokenizer} and the files it is read from, and prompt templates. Uses
 * {@code base}.
 */
@NullMarked
package org.reformatted.realign.text;

import org.jspecify.annotations.NullMarked;
