/**
 * Rewrites responses: {@link org.reformatted.realign.reformat.Reformatter}, by rules that only rearrange what is there, or by a
 * language model. Uses {@code data}, {@code criteria}, {@code text} and {@code llm}.
 */
@NullMarked
package org.reformatted.realign.reformat;

import org.jspecify.annotations.NullMarked;
