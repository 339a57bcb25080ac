/**
 * Scores files that other tools produced: {@link org.reformatted.eval.score.Scorer}. It reads the files as streams and needs no model.
 */
@NullMarked
package org.reformatted.eval.score;

import org.jspecify.annotations.NullMarked;
