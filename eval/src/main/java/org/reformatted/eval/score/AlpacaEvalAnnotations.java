package org.reformatted.eval.score;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.data.RowFile;

/** One model's annotations, read row by row; only the numbers of each row are kept, not its texts. */
final class AlpacaEvalAnnotations {
    final List<Annotation> rows = new ArrayList<>();
    final ScoringProblems faults = new ScoringProblems();
    private @Nullable String model;

    /**
     * An annotation.
     *
     * @param preference for the model, in [0, 1]; {@code NaN} where there is none
     * @param lengthDifference the baseline's length minus the model's, in characters
     * @param dataset the data set of the instruction
     */
    record Annotation(double preference, int lengthDifference, String dataset) {
        boolean judged() {
            return !Double.isNaN(preference);
        }
    }

    static AlpacaEvalAnnotations read(Path file) {
        AlpacaEvalAnnotations annotations = new AlpacaEvalAnnotations();
        try (Stream<JsonLines.Row> rows = RowFile.read(file)) {
            rows.forEachOrdered(annotations::add);
        }
        if (annotations.judged().isEmpty()) {
            throw InputException.at(file, "no preferences", "AlpacaEval's annotations", "give a file of annotations");
        }
        return annotations;
    }

    List<Annotation> judged() {
        return rows.stream().filter(Annotation::judged).toList();
    }

    private void add(JsonLines.Row row) {
        JsonNode preference = row.node().get("preference");
        if (preference == null) {
            throw InputException.at(
                    row.place(), "there is no field \"preference\"", "AlpacaEval's annotation", "fix this row");
        }
        requireOneModel(row);
        double value = preference.isNumber() ? preference.asDouble() : Double.NaN;
        boolean valid = value == 0 || (value >= 1 && value <= 2);
        if (!valid && !preference.isNull()) {
            faults.add(row.place() + ": preference (" + preference.asText()
                    + ") must be 0 or lie in [1, 2]; the row is left out");
        }
        rows.add(new Annotation(
                valid ? (value == 0 ? 0.5 : value - 1) : Double.NaN,
                length(row, "output_1") - length(row, "output_2"),
                row.node().path("dataset").asText("")));
    }

    private static int length(JsonLines.Row row, String field) {
        String text = row.node().path(field).asText("");
        return text.codePointCount(0, text.length());
    }

    private void requireOneModel(JsonLines.Row row) {
        String generator = row.node().path("generator_2").asText("");
        if (model == null) {
            model = generator;
        } else if (!model.equals(generator)) {
            throw InputException.at(
                    row.place(), "generator_2 " + generator + " after " + model, "a single model", "split the file");
        }
    }
}
