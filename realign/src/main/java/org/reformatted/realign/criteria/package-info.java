/**
 * The task categories, whether their responses are rewritten, and the formats of these responses: data that users can replace. Start with
 * {@link org.reformatted.realign.criteria.CriteriaBook}; uses {@code base} and {@code config}.
 */
@NullMarked
package org.reformatted.realign.criteria;

import org.jspecify.annotations.NullMarked;
