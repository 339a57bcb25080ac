/**
 * What an answer says and whether it is right: named extraction policies, {@link org.reformatted.eval.answer.Gsm8kAnswer} first among
 * them, that are beside one another in every result. Pure functions of texts.
 */
@NullMarked
package org.reformatted.eval.answer;

import org.jspecify.annotations.NullMarked;
