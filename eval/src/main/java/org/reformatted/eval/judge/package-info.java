/**
 * Language models as judges, with any {@code ChatModel}: {@link org.reformatted.eval.judge.ScoreJudge} rates an answer,
 * {@link org.reformatted.eval.judge.PairwiseJudge} compares two answers in both orders. The names of scores contain the judge's model, protocol,
 * version and settings. Replies without a verdict are counted, and their requests are repeated a limited number of times.
 */
@NullMarked
package org.reformatted.eval.judge;

import org.jspecify.annotations.NullMarked;
