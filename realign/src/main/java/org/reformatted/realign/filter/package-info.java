/**
 * Judges rewrites: each {@link org.reformatted.realign.filter.RewriteFilter} keeps a rewrite or reverts it to the original, and states why. Uses
 * {@code data} and {@code reformat}.
 */
@NullMarked
package org.reformatted.realign.filter;

import org.jspecify.annotations.NullMarked;
