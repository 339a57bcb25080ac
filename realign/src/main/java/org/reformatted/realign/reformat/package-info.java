/**
 * Rewrites responses, either by rules that only rearrange their content or by a language model. Start with
 * {@link org.reformatted.realign.reformat.Reformatter}. Uses {@code data}, {@code criteria}, {@code text} and {@code llm}.
 */
@NullMarked
package org.reformatted.realign.reformat;

import org.jspecify.annotations.NullMarked;
