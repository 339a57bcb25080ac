/**
 * The statistics of scores as pure static functions, such as {@link org.reformatted.eval.metric.Proportion} and its interval. Undefined values are
 * {@code NaN}; random draws depend only on a seed parameter. Uses Hipparchus.
 */
@NullMarked
package org.reformatted.eval.metric;

import org.jspecify.annotations.NullMarked;
