/**
 * Whether training rows hold the questions of a benchmark: {@link org.reformatted.eval.overlap.TrainingOverlap} finds shared runs of words and
 * whole questions. Uses no other package of this module.
 */
@NullMarked
package org.reformatted.eval.overlap;

import org.jspecify.annotations.NullMarked;
