/**
 * The statistics of scores, as pure static functions: {@link org.reformatted.eval.metric.Proportion} and its interval first. What is
 * undefined is {@code NaN}; chance comes in as a seed. Uses Hipparchus.
 */
@NullMarked
package org.reformatted.eval.metric;

import org.jspecify.annotations.NullMarked;
