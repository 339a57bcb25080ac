package org.reformatted.eval.run;

import java.util.Map;
import org.reformatted.eval.answer.Verdict;

/**
 * One sample's verdicts, as they are in {@code scored.jsonl}.
 *
 * @param id the sample's
 * @param verdicts by policy
 */
public record ScoredExample(String id, Map<String, Verdict> verdicts) {}
