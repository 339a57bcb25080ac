package org.reformatted.eval.score;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.reformatted.eval.metric.Score;
import org.reformatted.eval.readability.Readability;
import org.reformatted.eval.task.Rows;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.data.RowFile;

/** Scores a file of texts by every readability formula. */
final class ReadabilityScorer {
    private ReadabilityScorer() {}

    static ReadabilityReport score(Path texts, Readability.WordLists words) {
        List<Readability> rows;
        try (Stream<JsonLines.Row> read = RowFile.read(texts)) {
            rows = read.map(row -> Readability.of(Rows.text(row, "text"), words))
                    .toList();
        }
        if (rows.isEmpty()) {
            throw InputException.at(texts, "no rows", "a \"text\" per line", "give a file with texts");
        }
        long without = rows.stream().filter(row -> Double.isNaN(row.flesch())).count();
        Map<String, Score> policies = new LinkedHashMap<>();
        Map<String, Double> average = new LinkedHashMap<>();
        for (String name : rows.get(0).byName().keySet()) {
            double[] values = rows.stream()
                    .mapToDouble(row -> row.byName().getOrDefault(name, Double.NaN))
                    .filter(value -> !Double.isNaN(value))
                    .toArray();
            Score score = Score.ofMean(values, name.equals("flesch") ? "reading-ease" : "grade", without);
            policies.put(name, score);
            average.put(name, score.value());
        }
        Score flesch = policies.getOrDefault("flesch", Score.ofMean(new double[0], "reading-ease", without));
        return new ReadabilityReport(
                "readability",
                Readability.VERSION,
                "flesch",
                flesch.value(),
                flesch.unit(),
                flesch.n(),
                flesch.low(),
                flesch.high(),
                words.source(),
                average,
                policies,
                rows,
                without);
    }
}
