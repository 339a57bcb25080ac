/**
 * Which kinds of task there are, which of them are rewritten, and the form their answers should take: data that users can replace. Start
 * with {@link org.reformatted.realign.criteria.CriteriaBook}; uses {@code base} and {@code config}.
 */
@NullMarked
package org.reformatted.realign.criteria;

import org.jspecify.annotations.NullMarked;
