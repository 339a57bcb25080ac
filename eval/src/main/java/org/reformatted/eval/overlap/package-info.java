/**
 * Detects questions of a benchmark in training rows: {@link org.reformatted.eval.overlap.TrainingOverlap} finds shared n-grams of words and complete
 * questions. Uses no other package of this module.
 */
@NullMarked
package org.reformatted.eval.overlap;

import org.jspecify.annotations.NullMarked;
