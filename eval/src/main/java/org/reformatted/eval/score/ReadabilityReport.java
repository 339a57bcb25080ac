package org.reformatted.eval.score;

import java.util.List;
import java.util.Map;
import org.reformatted.eval.metric.Score;
import org.reformatted.eval.readability.Readability;

/**
 * Readability of every text in a file by formula. The formulas measure the lengths of sentences and words; they are not a judge's rating of
 * readability.
 *
 * @param task {@code readability}
 * @param version the version of the formulas
 * @param policy the formula whose mean {@code value} is
 * @param value mean Flesch reading ease of the texts that have words
 * @param unit {@code reading-ease}
 * @param n number of texts that have words
 * @param low lower end of the mean's 95% interval
 * @param high upper end
 * @param syllables source of the syllable counts: {@code rules} or {@code dictionary}
 * @param average the mean of each formula, {@code NaN} where it is undefined
 * @param policies the means with intervals
 * @param rows each text's values, in the order of the file
 * @param withoutWords number of texts that have no words and therefore no values
 */
public record ReadabilityReport(
        String task,
        int version,
        String policy,
        double value,
        String unit,
        long n,
        double low,
        double high,
        String syllables,
        Map<String, Double> average,
        Map<String, Score> policies,
        List<Readability> rows,
        long withoutWords) {}
