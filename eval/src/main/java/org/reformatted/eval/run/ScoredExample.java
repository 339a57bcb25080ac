package org.reformatted.eval.run;

import java.util.Map;
import org.reformatted.eval.answer.Verdict;

/**
 * The verdicts on one sample: a row of {@code scored.jsonl}.
 *
 * @param id the sample's id
 * @param verdicts by policy
 */
public record ScoredExample(String id, Map<String, Verdict> verdicts) {}
